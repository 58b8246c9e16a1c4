/** What a failure says against a key, and for how long. Pure. */

import type { FailureCause } from '../../../contract/keys.ts';
import type { Failure } from '../../../contract/log.ts';
import type { HealthRecord } from '../../records.ts';
import { quotaDayEnd } from '../../utils/pacific.ts';

/** First guess where Google did not say when to come back; doubles with every further failure in a row. In ms. */
const FIRST_GUESS = 5_000;
/** Cap of the guess, in ms: only a retry time that Google names may be long (docs/design/peers.md#cooldowns). */
const LONGEST_GUESS = 60_000;
/** A region is refused for where the call comes from, and a person may change that at any time without telling us. */
const REGION_RETRY = 10 * 60_000;
/** What a tier or a project may use changes seldom: it is worth one question a day. */
const TIER_RETRY = 24 * 3_600_000;
/** Keys that Google stopped together shall not come back in the same instant. In ms. */
const LONGEST_JITTER = 1_000;

const untilAPersonActs: ReadonlySet<FailureCause> = new Set<FailureCause>([
  'key-invalid',
  'key-expired',
  'key-leaked',
  'key-suspended',
  'key-restricted',
  'api-disabled',
  'billing',
]);

const quotas: ReadonlySet<FailureCause> = new Set<FailureCause>(['minute-quota', 'day-quota', 'no-free-tier']);

/** What Google counts by project, whatever the key. */
export const isQuota = (cause: FailureCause): boolean => quotas.has(cause);

/** Failures that say nothing about the key, whatever scope they were read with. */
const noFaultOfTheKey: ReadonlySet<FailureCause> = new Set<FailureCause>([
  'bad-request',
  'overloaded',
  'server-error',
  'timeout',
  'network',
  'not-google',
]);

/** Whether the failure is held against the key, or against the key with this model. */
export const blamesKey = ({ cause, scope }: Failure): boolean =>
  (scope === 'key' || scope === 'key-model') && !noFaultOfTheKey.has(cause);

/**
 * What is now known against the key (scope `key`) or against the key with the model (scope `key-model`).
 * @param streak failures of this kind of use before this one, with no answer in between.
 * @param random uniform in [0, 1)
 * @returns undefined where the failure is not the key's.
 */
export function healthAfter(failure: Failure, now: number, streak: number, random: number): HealthRecord | undefined {
  if (!blamesKey(failure)) return undefined;
  const { cause, message, scope } = failure;
  if (untilAPersonActs.has(cause) && scope === 'key') return { cause, message, since: now };
  return { cause, message, since: now, until: freeAgain(failure, now, streak, random) };
}

function freeAgain({ cause, retryAfter }: Failure, now: number, streak: number, random: number): number {
  // The key is fine, only this model is closed to it.
  if (untilAPersonActs.has(cause)) return now + TIER_RETRY;
  switch (cause) {
    case 'day-quota':
      // Google sends a RetryInfo of seconds with a spent day, too.
      return Math.max(quotaDayEnd(now), now + (retryAfter ?? 0));
    case 'no-free-tier':
    case 'model-not-found':
      return now + Math.max(TIER_RETRY, retryAfter ?? 0);
    case 'region-refused':
      return now + Math.max(REGION_RETRY, retryAfter ?? 0);
    default:
      return now + (retryAfter ?? guess(streak)) + Math.floor(random * LONGEST_JITTER);
  }
}

const guess = (streak: number): number => Math.min(LONGEST_GUESS, FIRST_GUESS * 2 ** Math.min(streak, 10));

/** Of two things known against a key, the one that keeps it out longer; a person's or Google's final word is longest. */
export function longer(a: HealthRecord | undefined, b: HealthRecord): HealthRecord {
  return a !== undefined && (a.until ?? Number.POSITIVE_INFINITY) >= (b.until ?? Number.POSITIVE_INFINITY) ? a : b;
}

/** Whether a test with this outcome has found the key unusable; anything else leaves the question open. */
export const isFinal = ({ cause, scope }: Failure): boolean =>
  scope === 'key' && (untilAPersonActs.has(cause) || cause === 'region-refused');

/** Whether the key is still kept out by it. */
export const isOut = (health: HealthRecord | undefined, now: number): health is HealthRecord =>
  health !== undefined && (health.until === undefined || health.until > now);

/** Must be on disk before the client is answered: it would cost calls, or a ban, to find it out again. */
export const mustBeRemembered = ({ cause, until }: HealthRecord): boolean =>
  until === undefined || cause === 'day-quota' || cause === 'no-free-tier' || cause === 'model-not-found';
