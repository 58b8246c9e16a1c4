/** The life of a lease as the books see it. No clock, no chance, no I/O. */

import type { Failure, Usage } from '../../../contract/log.ts';
import type { HealthRecord } from '../../records.ts';
import { countEffects, countUse, mark } from './accounting.ts';
import { healthAfter, isOut, isQuota } from './cooldown.ts';
import type { Effect, LeaseEnd } from './events.ts';
import { learn, learnedPerDay, unlearnPerDay } from './learned-limits.ts';
import { noteOutcome, noteProbe } from './prober.ts';
import { joinProject, keysSpentTogether } from './projects.ts';
import { noteCall, noteTokens } from './quota.ts';
import { refreshKey, refreshProject } from './ready-queue.ts';
import { type Entry, type Key, NO_MODEL, type PoolState, type Standing } from './state.ts';

export function leased(state: PoolState, entry: Entry, standing: Standing, now: number): readonly Effect[] {
  const lane = state.lanes.get(entry.lane);
  if (lane !== undefined && standing !== 'proven') noteProbe(lane.trust);
  state.turn += 1;
  entry.turn = state.turn;
  if (entry.model !== NO_MODEL) noteCall(entry.shared.window, now);
  countUse(state, entry, { requests: 0, inFlight: 1 }, now);
  return [];
}

export function ended(
  state: PoolState,
  entry: Entry,
  { end, standing, random }: { readonly end: LeaseEnd; readonly standing: Standing; readonly random: number },
  now: number,
): readonly Effect[] {
  switch (end.type) {
    case 'settled':
      return settled(state, entry, standing, end.usage, now);
    case 'failed':
      return failed(state, entry, standing, end.failure, random, now);
    case 'released':
      return released(state, entry, now);
  }
}

function settled(
  state: PoolState,
  entry: Entry,
  standing: Standing,
  usage: Usage | undefined,
  now: number,
): readonly Effect[] {
  const { key, model, shared } = entry;
  judgeUnproven(state, entry, standing, true);
  entry.answeredAt = now;
  entry.streak = 0;
  // That a key may list models says nothing about its quota for one.
  if (!key.answered && model !== NO_MODEL) {
    key.answered = true;
    refreshKey(state, key, now);
  }
  if (usage !== undefined) noteTokens(shared.window, usage.input, now);
  countUse(state, entry, { requests: 1, inFlight: -1 }, now);
  const effects = countEffects(state, entry, { requests: 1, answered: 1, ...(usage && { input: usage.input }) });
  const limit = learnedPerDay(shared.lesson, now);
  if (shared.lesson !== undefined && limit !== undefined && entry.requests > limit) {
    shared.lesson = unlearnPerDay(shared.lesson);
    refreshProject(state, entry, now);
    effects.push({ type: 'lesson', key: `${key.credential.id}|${model}`, lesson: shared.lesson });
  }
  return effects;
}

/** Google has most likely counted a call that the client gave up. */
function released(state: PoolState, entry: Entry, now: number): readonly Effect[] {
  countUse(state, entry, { requests: 1, inFlight: -1 }, now);
  return countEffects(state, entry, { requests: 1 });
}

function failed(
  state: PoolState,
  entry: Entry,
  standing: Standing,
  failure: Failure,
  random: number,
  now: number,
): readonly Effect[] {
  // A refused call costs no quota; one that broke at Google may have.
  const reachedGoogle = failure.cause !== 'network' && (failure.cause !== 'not-google' || failure.status === 200);
  const requests = failure.scope === 'upstream' && reachedGoogle ? 1 : 0;
  countUse(state, entry, { requests, inFlight: -1 }, now);
  const effects = requests > 0 ? countEffects(state, entry, { requests }) : [];
  effects.push(...learnFrom(state, entry, failure, now));
  const health = healthAfter(failure, now, entry.streak, random);
  if (health === undefined) return effects;
  judgeUnproven(state, entry, standing, false);
  // Calls of one burst fail together: that is one failure.
  if (!isOut(entry.out, now)) entry.streak += 1;
  effects.push(...hold(state, entry, failure, health, now));
  return effects;
}

function judgeUnproven(state: PoolState, entry: Entry, standing: Standing, answered: boolean): void {
  const lane = state.lanes.get(entry.lane);
  if (lane !== undefined && standing !== 'proven') noteOutcome(lane.trust, answered);
}

/** Holds the failure against the key; a quota that ran out, against all keys of its project. */
function hold(state: PoolState, entry: Entry, failure: Failure, health: HealthRecord, now: number): Effect[] {
  const { key } = entry;
  const model = failure.scope === 'key' ? undefined : entry.model;
  const keys = isQuota(failure.cause) ? [...key.project.keys] : [key];
  return keys.map((one) => mark(state, one, model, health, now));
}

function learnFrom(state: PoolState, entry: Entry, failure: Failure, now: number): Effect[] {
  const effects: Effect[] = [];
  const { key, model } = entry;
  const join = (member: Key, project: string) => {
    if (member.project.name === project) return;
    joinProject(state, member, project, now);
    effects.push({ type: 'lesson', key: member.credential.id, lesson: { project, learnedAt: now } });
  };
  if (failure.project !== undefined) join(key, failure.project);
  const lesson = learn(entry.shared.lesson, failure.quotas, now);
  if (lesson !== undefined && lesson !== entry.shared.lesson) {
    entry.shared.lesson = lesson;
    refreshProject(state, entry, now);
    effects.push({ type: 'lesson', key: `${key.credential.id}|${model}`, lesson });
  }
  if (failure.cause === 'day-quota' && lesson?.requestsPerDay !== undefined) {
    const together = keysSpentTogether(state, entry, lesson.requestsPerDay, now);
    const name = together.find(({ project }) => project.name !== undefined)?.project.name ?? together[0]?.credential.id;
    if (name !== undefined) for (const member of together) join(member, name);
  }
  return effects;
}
