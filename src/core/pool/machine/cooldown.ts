/** Cooldowns: what a failure says against a key, and for how long. Pure. */

import type { FailureCause } from '../../../contract/keys.ts';
import type { Failure } from '../../../contract/log.ts';
import type { HealthRecord } from '../../records.ts';
import { quotaDayEnd } from '../../utils/pacific.ts';

/**
 * Exponential backoff where Google did not say when to come back: the first cooldown, doubled by each further failure.
 * In ms.
 */
const FIRST_GUESS = 5_000;
/**
 * Cap of the guess, in ms. Users of other pools suffer most from guessed cooldowns of hours
 * (docs/design/peers.md#cooldowns): only what Google says may be long.
 */
const LONGEST_GUESS = 60_000;
/** A region is refused for where the call comes from, which a person may change at any time. */
const REGION_RETRY = 10 * 60_000;
/** What a tier or a project may use changes seldom: it is asked once a day. */
const TIER_RETRY = 24 * 3_600_000;
/** Jitter: keys that Google stopped together should not come back in the same instant. In ms. */
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

/** Whether it is a quota, which Google counts by project and not by key. */
export const isQuota = (cause: FailureCause): boolean => quotas.has(cause);

/** Failures that are not the key's, whatever scope they were read with. */
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
  // Of one model only: the key itself is good.
  if (untilAPersonActs.has(cause)) return now + TIER_RETRY;
  switch (cause) {
    case 'day-quota':
      // Google sends a RetryInfo of seconds with a spent day, too, which says nothing of the day.
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

/** Of two marks the one that keeps the key out longer; one without an end is longest. */
export function longer(a: HealthRecord | undefined, b: HealthRecord): HealthRecord {
  return a !== undefined && (a.until ?? Number.POSITIVE_INFINITY) >= (b.until ?? Number.POSITIVE_INFINITY) ? a : b;
}

/** Whether a test that failed so has found the key unusable; any other failure is inconclusive. */
export const isFinal = ({ cause, scope }: Failure): boolean =>
  scope === 'key' && (untilAPersonActs.has(cause) || cause === 'region-refused');

/** Whether the key is still kept out by it. */
export const isOut = (health: HealthRecord | undefined, now: number): health is HealthRecord =>
  health !== undefined && (health.until === undefined || health.until > now);

/** Whether it must be on disk before the client is answered: to find it out again would cost calls, or a ban. */
export const mustBeRemembered = ({ cause, until }: HealthRecord): boolean =>
  until === undefined || cause === 'day-quota' || cause === 'no-free-tier' || cause === 'model-not-found';
