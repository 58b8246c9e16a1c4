/** Lease accounting: what the beginning and the end of a lease change. No clock, no chance, no I/O. */

import type { Failure, Usage } from '../../../contract/log.ts';
import type { HealthRecord } from '../../records.ts';
import { countEffects, countUse, mark } from './accounting.ts';
import { healthAfter, isOut, isQuota } from './cooldown.ts';
import type { Effect, LeaseEnd } from './events.ts';
import { learn, learnedPerDay, unlearnPerDay } from './learned-limits.ts';
import { recordOutcome, recordProbe } from './prober.ts';
import { joinProject, keysSpentTogether } from './projects.ts';
import { noteCall, noteTokens } from './quota.ts';
import { refreshKey, refreshProject } from './ready-queue.ts';
import { type Entry, type HealthStatus, type Key, NO_MODEL, type PoolState } from './state.ts';

export function leased(state: PoolState, entry: Entry, health: HealthStatus, now: number): readonly Effect[] {
  const queue = state.queues.get(entry.queue);
  if (queue !== undefined && health !== 'healthy') recordProbe(queue.prober);
  state.turn += 1;
  entry.turn = state.turn;
  if (entry.model !== NO_MODEL) noteCall(entry.shared.window, now);
  countUse(state, entry, { requests: 0, inFlight: 1 }, now);
  return [];
}

export function ended(
  state: PoolState,
  entry: Entry,
  { end, health, random }: { readonly end: LeaseEnd; readonly health: HealthStatus; readonly random: number },
  now: number,
): readonly Effect[] {
  switch (end.type) {
    case 'settled':
      return settled(state, entry, health, end.usage, now);
    case 'failed':
      return failed(state, entry, health, end.failure, random, now);
    case 'released':
      return released(state, entry, now);
  }
}

function settled(
  state: PoolState,
  entry: Entry,
  health: HealthStatus,
  usage: Usage | undefined,
  now: number,
): readonly Effect[] {
  const { key, model, shared } = entry;
  recordProbeOutcome(state, entry, health, true);
  entry.answeredAt = now;
  entry.streak = 0;
  // A key that may list models need not have quota for any.
  if (!key.answered && model !== NO_MODEL) {
    key.answered = true;
    refreshKey(state, key, now);
  }
  if (usage !== undefined) noteTokens(shared.window, usage.input, now);
  countUse(state, entry, { requests: 1, inFlight: -1 }, now);
  const counts = { requests: 1, answered: 1 };
  const effects = countEffects(state, entry, usage === undefined ? counts : { ...counts, input: usage.input });
  const limit = learnedPerDay(shared.learned, now);
  if (shared.learned !== undefined && limit !== undefined && entry.requests > limit) {
    shared.learned = unlearnPerDay(shared.learned);
    refreshProject(state, entry, now);
    effects.push({ type: 'learned', key: `${key.credential.id}|${model}`, learned: shared.learned });
  }
  return effects;
}

/** Cancelled by the client. Google has most likely counted the call. */
function released(state: PoolState, entry: Entry, now: number): readonly Effect[] {
  countUse(state, entry, { requests: 1, inFlight: -1 }, now);
  return countEffects(state, entry, { requests: 1 });
}

function failed(
  state: PoolState,
  entry: Entry,
  health: HealthStatus,
  failure: Failure,
  random: number,
  now: number,
): readonly Effect[] {
  // A refused call uses no quota; one that broke at Google may have used some.
  const reachedGoogle = failure.cause !== 'network' && (failure.cause !== 'not-google' || failure.status === 200);
  const requests = failure.scope === 'upstream' && reachedGoogle ? 1 : 0;
  countUse(state, entry, { requests, inFlight: -1 }, now);
  const effects = requests > 0 ? countEffects(state, entry, { requests }) : [];
  effects.push(...learnFrom(state, entry, failure, now));
  const record = healthAfter(failure, now, entry.streak, random);
  if (record === undefined) return effects;
  recordProbeOutcome(state, entry, health, false);
  // Concurrent calls of one burst fail together, which is one failure and not many in a row.
  if (!isOut(entry.out, now)) entry.streak += 1;
  effects.push(...markFailed(state, entry, failure, record, now));
  return effects;
}

/** Only a key that was not healthy when it was picked was a probe. */
function recordProbeOutcome(state: PoolState, entry: Entry, health: HealthStatus, answered: boolean): void {
  const queue = state.queues.get(entry.queue);
  if (queue !== undefined && health !== 'healthy') recordOutcome(queue.prober, answered);
}

/** Marks the key; where a quota ran out, all keys of its project. */
function markFailed(state: PoolState, entry: Entry, failure: Failure, record: HealthRecord, now: number): Effect[] {
  const { key } = entry;
  const model = failure.scope === 'key' ? undefined : entry.model;
  const keys = isQuota(failure.cause) ? [...key.project.keys] : [key];
  return keys.map((one) => mark(state, one, model, record, now));
}

/** Learned limits and projects that the failure names, or that follow from when it came. */
function learnFrom(state: PoolState, entry: Entry, failure: Failure, now: number): Effect[] {
  const effects: Effect[] = [];
  const { key, model } = entry;
  const join = (member: Key, project: string) => {
    if (member.project.name === project) return;
    joinProject(state, member, project, now);
    effects.push({ type: 'learned', key: member.credential.id, learned: { project, learnedAt: now } });
  };
  if (failure.project !== undefined) join(key, failure.project);
  const learned = learn(entry.shared.learned, failure.quotas, now);
  if (learned !== undefined && learned !== entry.shared.learned) {
    entry.shared.learned = learned;
    refreshProject(state, entry, now);
    effects.push({ type: 'learned', key: `${key.credential.id}|${model}`, learned });
  }
  if (failure.cause === 'day-quota' && learned?.requestsPerDay !== undefined) {
    const together = keysSpentTogether(state, entry, learned.requestsPerDay, now);
    const name = together.find(({ project }) => project.name !== undefined)?.project.name ?? together[0]?.credential.id;
    if (name !== undefined) for (const member of together) join(member, name);
  }
  return effects;
}
