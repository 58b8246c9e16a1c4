/**
 * The face of the pool's state machine, by which alone it is entered: what happened goes in (`apply`), what must be
 * stored comes out, and `pick` names the next key. The state is changed in place, since a copy of thousands of keys for
 * each call would be felt; but there is no clock, no chance and no I/O in here: the same state, events and times give
 * the same decisions.
 */
import type { CredentialRecord } from '../../records.ts';
import { countUse, mark, unmark } from './accounting.ts';
import type { Effect, PoolEvent } from './events.ts';
import { DAY } from './learned-limits.ts';
import { dropModelUsage } from './model-usage.ts';
import { ended, leased } from './outcome.ts';
import { joinProject, leaveProject } from './projects.ts';
import { refresh, refreshKey, refreshProject } from './ready-queue.ts';
import { rollOver } from './roll-over.ts';
import { createKey, entryOf, type Key, type PoolState } from './state.ts';

export { blamesKey, healthAfter, isFinal, isQuota } from './cooldown.ts';
export type { Effect, LeaseEnd, PoolEvent } from './events.ts';
export { explain, keyOutage, nextChance, outage, type Shortage } from './explain.ts';
export { learnedPerDay } from './learned-limits.ts';
export { modelUsageOf } from './model-usage.ts';
export { type Choice, pick, type Query } from './pick.ts';
export { dayLimit } from './quota.ts';
export { configure } from './ready-queue.ts';
export { rollOver } from './roll-over.ts';
export { addedBefore, createState, type Entry, type Key, NO_MODEL, type PoolState } from './state.ts';

const nothing: readonly Effect[] = [];

/**
 * Transition: takes in what happened at `now`, in ms. An event about a key that is not in the pool changes nothing.
 * @returns what must be stored.
 */
export function apply(state: PoolState, event: PoolEvent, now: number): readonly Effect[] {
  rollOver(state, now);
  if (event.type === 'key') return putKey(state, event.credential, now);
  const key = state.keys.get(event.id);
  if (key === undefined) return nothing;
  switch (event.type) {
    case 'key-removed':
      return removeKey(state, key, now);
    case 'leased':
      return leased(state, entryOf(key, event.model), event.health, now);
    case 'ended':
      return ended(state, entryOf(key, event.model), event, now);
    case 'marked':
      mark(state, key, event.model, event.health, now);
      return nothing;
    case 'unmarked':
      unmark(state, key, event.model, now);
      return nothing;
    case 'learned':
      return takeLearned(state, key, event, now);
    case 'counted':
      return counted(state, key, event, now);
  }
}

function putKey(state: PoolState, credential: CredentialRecord, now: number): readonly Effect[] {
  const known = state.keys.get(credential.id);
  if (known !== undefined) {
    known.credential = credential;
    refreshKey(state, known, now);
    return nothing;
  }
  const key = createKey(credential);
  state.keys.set(credential.id, key);
  state.ring = undefined;
  for (const { kind, model } of state.queues.values()) {
    if (kind === credential.kind) refresh(state, entryOf(key, model), now);
  }
  return nothing;
}

function removeKey(state: PoolState, key: Key, now: number): readonly Effect[] {
  key.removed = true;
  dropModelUsage(state, key);
  refreshKey(state, key, now);
  state.keys.delete(key.credential.id);
  state.ring = undefined;
  leaveProject(state, key, now);
  return nothing;
}

function takeLearned(
  state: PoolState,
  key: Key,
  { model, learned }: Extract<PoolEvent, { type: 'learned' }>,
  now: number,
): readonly Effect[] {
  if (learned.project !== undefined) joinProject(state, key, learned.project, now);
  if (model === undefined) return nothing;
  const entry = entryOf(key, model);
  const { shared } = entry;
  if (shared.learned === undefined || shared.learned.learnedAt <= learned.learnedAt) shared.learned = learned;
  refreshProject(state, entry, now);
  return nothing;
}

function counted(
  state: PoolState,
  key: Key,
  { model, day, counts }: Extract<PoolEvent, { type: 'counted' }>,
  now: number,
): readonly Effect[] {
  const { requests = 0, answered = 0 } = counts;
  const entry = entryOf(key, model);
  const isToday = day === state.day.name;
  if (answered > 0) {
    entry.answeredAt = Math.max(entry.answeredAt, isToday ? now : now - DAY);
    key.answered = true;
    refreshKey(state, key, now);
  }
  if (isToday) countUse(state, entry, { requests, inFlight: 0 }, now);
  return nothing;
}
