/** Accounting: what a key used, and what is marked against it. No clock, no I/O. */
import type { Counts, HealthRecord } from '../../records.ts';
import { longer, mustBeRemembered } from './cooldown.ts';
import type { Effect } from './events.ts';
import { DAY } from './learned-limits.ts';
import { addModelUsage } from './model-usage.ts';
import { refresh, refreshKey, refreshProject } from './ready-queue.ts';
import { type Entry, entryOf, type Key, NO_MODEL, type PoolState } from './state.ts';

/**
 * Counts calls of an entry, and moves what depends on the count: the entry, its project, and the whole key at a limit.
 */
export function countUse(
  state: PoolState,
  entry: Entry,
  { requests, inFlight }: { readonly requests: number; readonly inFlight: number },
  now: number,
): void {
  const underWay = entry.inFlight;
  entry.inFlight = Math.max(0, underWay + inFlight);
  if (entry.model !== NO_MODEL) {
    const { key } = entry;
    const before = isAtLimit(state, key);
    entry.requests += requests;
    key.requests += requests;
    key.inFlight = Math.max(0, key.inFlight + inFlight);
    addModelUsage(state, entry.model, { requests, inFlight: entry.inFlight - underWay });
    if (isAtLimit(state, key) !== before) refreshKey(state, key, now);
  }
  refreshProject(state, entry, now);
}

/** Whether the limit over all models is reached, hard or soft. */
const isAtLimit = ({ limit }: PoolState, { credential, requests, inFlight }: Key): boolean =>
  requests + inFlight >= (credential.limits.perDay ?? limit.perDay);

export function countEffects(state: PoolState, { key, model }: Entry, counts: Counts): Effect[] {
  if (model === NO_MODEL) return [];
  // A day longer than it counts for, since yesterday's counters tell which keys answered lately.
  const expiresAt = state.day.end + DAY;
  return [{ type: 'count', key: `${key.credential.id}|${model}|${state.day.name}`, counts, expiresAt }];
}

/** Marks the key, or the key with the model, unless it has a mark that lasts longer. */
export function mark(state: PoolState, key: Key, model: string | undefined, health: HealthRecord, now: number): Effect {
  const { id } = key.credential;
  if (model === undefined) {
    key.out = longer(key.out, health);
    refreshKey(state, key, now);
    return markEffect(state, id, key.out);
  }
  const entry = entryOf(key, model);
  entry.out = longer(entry.out, health);
  entry.streak = Math.max(1, entry.streak);
  refresh(state, entry, now);
  return markEffect(state, `${id}|${model}`, entry.out);
}

function markEffect(state: PoolState, key: string, health: HealthRecord): Effect {
  const { until } = health;
  // A short cooldown is stored for the whole day: the key did not answer when it was last tried.
  const expiresAt = until === undefined ? undefined : Math.max(until, state.day.end);
  return { type: 'mark', key, health, strict: mustBeRemembered(health), expiresAt };
}

/** Takes back what is marked against the key, or against the key with the model. */
export function unmark(state: PoolState, key: Key, model: string | undefined, now: number): void {
  if (model === undefined) {
    key.out = undefined;
    refreshKey(state, key, now);
    return;
  }
  const entry = entryOf(key, model);
  entry.out = undefined;
  entry.streak = 0;
  refresh(state, entry, now);
}
