/** Outages and shortages: why a key may not be used now, or none may, and when one may again. No clock, no I/O. */

import type { CredentialKind } from '../../../contract/keys.ts';
import type { CredentialRecord, HealthRecord } from '../../records.ts';
import { isOut } from './cooldown.ts';
import { modelUsageOf, spentModelLimit } from './model-usage.ts';
import { type Query, soonest } from './pick.ts';
import { isSpent, pacedUntil } from './quota.ts';
import { isSpentToday } from './ready-queue.ts';
import type { Entry, Key, PoolState } from './state.ts';

/** The outage of a key with every model: a mark against it, or a spent limit that a person set. */
export function keyOutage(state: PoolState, key: Key, now: number): HealthRecord | undefined {
  const { limits } = key.credential;
  const spent =
    limits.perDayByModel === undefined && isSpent({ ofModel: 0, ofKey: key.requests }, limits, '', state.limit);
  return active(key.out, now) ?? (spent ? ownLimit(now, state.day.end) : undefined);
}

/** The longest outage of the entry: a mark, a spent limit that a person set, or pacing. */
export function outage(state: PoolState, entry: Entry, now: number): HealthRecord | undefined {
  const { key, out, shared } = entry;
  const paced = pacedUntil(shared.window, shared.learned, now);
  const reasons: Array<HealthRecord | undefined> = [
    active(key.out, now),
    active(out, now),
    isSpentToday(state, entry) ? ownLimit(now, state.day.end) : undefined,
    paced > now ? pacing(now, paced) : undefined,
  ];
  const end = (reason: HealthRecord) => reason.until ?? Number.POSITIVE_INFINITY;
  return reasons
    .filter((reason) => reason !== undefined)
    .reduce<HealthRecord | undefined>(
      (most, next) => (most === undefined || end(next) > end(most) ? next : most),
      undefined,
    );
}

const active = (health: HealthRecord | undefined, now: number): HealthRecord | undefined =>
  isOut(health, now) ? health : undefined;

const ownLimit = (since: number, until: number): HealthRecord => ({
  cause: 'day-quota',
  message: 'The daily limit that was set for this key is used up.',
  since,
  until,
});

const pacing = (since: number, until: number): HealthRecord => ({
  cause: 'minute-quota',
  message: "Google's known limit for a minute is used up.",
  since,
  until,
});

/** When a query may find a key again: infinite where nothing says so. */
export interface NextChance {
  readonly until: number;
  /** Whether nothing but pacing is in the way. */
  readonly isPaced: boolean;
}

/** When the query may find a key again. */
export function nextChance(state: PoolState, query: Query, now: number): NextChance {
  if (spentModelLimit(state, query.model) !== undefined) return { until: state.day.end, isPaced: false };
  const next = soonest(state, query, now);
  if (next === undefined) return { until: Number.POSITIVE_INFINITY, isPaced: false };
  const { key, out, until } = next;
  return { until, isPaced: !isOut(key.out, now) && !isOut(out, now) && !isSpentToday(state, next) };
}

/** Why no key answers a query. `count` is of the keys of the kinds that may. */
export type Shortage =
  | { readonly why: 'no-keys' }
  | { readonly why: 'no-keys-of-kind'; readonly kinds: readonly CredentialKind[] }
  /** The key that alone may answer is gone. */
  | { readonly why: 'owner-gone' }
  /** `until` is undefined where calls under way hold the last places of the limit. */
  | { readonly why: 'model-limit'; readonly limit: number; readonly until: number | undefined }
  /** Nothing says when one may be used again. */
  | { readonly why: 'unusable'; readonly count: number; readonly reason: string }
  /** `next` is the key that is free again first, and `health` what keeps it out until then. */
  | {
      readonly why: 'out';
      readonly count: number;
      readonly next: CredentialRecord;
      readonly health: HealthRecord;
      readonly until: number;
    };

/** Why no key is left for the query. */
export function explain(state: PoolState, query: Query, now: number): Shortage {
  const { model, pinnedTo, kinds } = query;
  if (state.keys.size === 0) return { why: 'no-keys' };
  const count = [...state.keys.values()].filter(({ credential }) => kinds.includes(credential.kind)).length;
  if (count === 0) return { why: 'no-keys-of-kind', kinds };
  if (pinnedTo !== undefined && !state.keys.has(pinnedTo)) return { why: 'owner-gone' };
  const limit = spentModelLimit(state, model);
  if (limit !== undefined) {
    // What is under way may fail, and leave its place to others.
    const isUsedUp = modelUsageOf(state, model).requests >= limit;
    return { why: 'model-limit', limit, until: isUsedUp ? state.day.end : undefined };
  }
  const next = soonest(state, query, now);
  const health = next && outage(state, next, now);
  if (next === undefined || health === undefined) {
    return { why: 'unusable', count, reason: latestReason(state, query, now) };
  }
  return { why: 'out', count, next: next.key.credential, health, until: next.until };
}

/** Of all outages the one that began last, in words. */
function latestReason(state: PoolState, { model, kinds }: Query, now: number): string {
  let latest: HealthRecord | undefined;
  for (const key of state.keys.values()) {
    if (!key.credential.enabled || !kinds.includes(key.credential.kind)) continue;
    const entry = key.entries.get(model);
    const reason = entry === undefined ? keyOutage(state, key, now) : outage(state, entry, now);
    if (reason !== undefined && (latest === undefined || reason.since > latest.since)) latest = reason;
  }
  return latest?.message ?? 'all keys are switched off';
}
