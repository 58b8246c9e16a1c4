/** Why a key may not be used now, in words. */

import { credentialKinds, type FailureCause } from '../../../contract/keys.ts';
import type { AttemptRecord } from '../../../contract/log.ts';
import type { ErrorDetails } from '../../errors.ts';
import type { CredentialRecord, HealthRecord } from '../../records.ts';
import { duration, Unanswered } from '../pool-error.ts';
import { isOut } from './cooldown.ts';
import { spentModelLimit, tallyOf } from './model-usage.ts';
import { type Query, soonest } from './pick.ts';
import { isSpent, pacedUntil } from './quota.ts';
import { isSpentToday } from './ready-queue.ts';
import type { Entry, Key, PoolState } from './state.ts';

/** Ms until it is worth asking again where only calls under way are in the way. */
const IN_FLIGHT = 1_000;

/** Not quotas that fill up again by themselves: to say "free again in 24 h" would raise a false hope. */
const hopeless: ReadonlySet<FailureCause> = new Set<FailureCause>([
  'no-free-tier',
  'region-refused',
  'key-restricted',
  'api-disabled',
  'billing',
]);

/** What a client may be told of a key: its label, or the beginning of its id; nothing of the key itself. */
export const nameOf = ({ id, label }: CredentialRecord): string => (label === '' ? `Key ${id.slice(0, 6)}` : label);

/** What keeps the key out with every model. */
export function keyOutage(state: PoolState, key: Key, now: number): HealthRecord | undefined {
  const { limits } = key.credential;
  const spent =
    limits.perDayByModel === undefined && isSpent({ ofModel: 0, ofKey: key.requests }, limits, '', state.limit);
  return active(key.out, now) ?? (spent ? ownLimit(now, state.day.end) : undefined);
}

/** What keeps the entry out, longest first: health, limits that a person set, the brake. */
export function outage(state: PoolState, entry: Entry, now: number): HealthRecord | undefined {
  const { key, out, shared } = entry;
  const paced = pacedUntil(shared.window, shared.lesson, now);
  const reasons: Array<HealthRecord | undefined> = [
    active(key.out, now),
    active(out, now),
    isSpentToday(state, entry) ? ownLimit(now, state.day.end) : undefined,
    paced > now ? brake(now, paced) : undefined,
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

const brake = (since: number, until: number): HealthRecord => ({
  cause: 'minute-quota',
  message: "Google's known limit for a minute is used up.",
  since,
  until,
});

/** Whether nothing but the known limit of a minute is in the way. */
export const isOnlyBraked = (state: PoolState, entry: Entry, now: number): boolean =>
  !isOut(entry.key.out, now) && !isOut(entry.out, now) && !isSpentToday(state, entry);

/** The error for a request for which no key is left. */
export function nobodyLeft(
  state: PoolState,
  query: Query,
  attempts: readonly AttemptRecord[],
  now: number,
): Unanswered {
  const { model, pinnedTo, kinds = credentialKinds } = query;
  const count = [...state.keys.values()].filter(({ credential }) => kinds.includes(credential.kind)).length;
  if (state.keys.size === 0) return new Unanswered('no_keys', {}, attempts);
  if (count === 0) {
    return new Unanswered(
      'no_keys_of_kind',
      { kind: kinds.includes('ai-studio') ? 'AI Studio' : 'Vertex AI' },
      attempts,
    );
  }
  if (pinnedTo !== undefined && !state.keys.has(pinnedTo)) {
    return new Unanswered('not_found', { what: 'API key any more that may use what the request names' }, attempts);
  }
  const limit = spentModelLimit(state, model);
  if (limit !== undefined) {
    // What is under way may fail, and leave its place to others.
    const isUsedUp = tallyOf(state, model).requests >= limit;
    const retryAfter = isUsedUp ? state.day.end - now : IN_FLIGHT;
    return new Unanswered('model_limit', { model, limit, wait: duration(retryAfter), retryAfter }, attempts);
  }
  const reason = attempts.at(-1)?.failure?.message;
  const next = soonest(state, query, now);
  const blocking = next && outage(state, next, now);
  if (next === undefined || blocking === undefined) {
    return new Unanswered('keys_unusable', { count, reason: reason ?? latestReason(state, query, now) }, attempts);
  }
  if (blocking.cause === 'model-not-found') {
    return new Unanswered('model_not_found', { model, reason: blocking.message }, attempts);
  }
  const retryAfter = next.until - now;
  const details: ErrorDetails = {
    count,
    label: nameOf(next.key.credential),
    wait: duration(retryAfter),
    reason: reason ?? blocking.message,
    retryAfter,
  };
  return new Unanswered(hopeless.has(blocking.cause) ? 'keys_unusable' : 'keys_cooling', details, attempts);
}

function latestReason(state: PoolState, { model, kinds = credentialKinds }: Query, now: number): string {
  let latest: HealthRecord | undefined;
  for (const key of state.keys.values()) {
    if (!key.credential.enabled || !kinds.includes(key.credential.kind)) continue;
    const entry = key.entries.get(model);
    const reason = entry === undefined ? keyOutage(state, key, now) : outage(state, entry, now);
    if (reason !== undefined && (latest === undefined || reason.since > latest.since)) latest = reason;
  }
  return latest?.message ?? 'all keys are switched off';
}
