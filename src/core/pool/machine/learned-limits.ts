/** Learned limits: Google's, as its refusals name them, and for how long they are believed. Pure. */
import type { LearnedQuota } from '../../../contract/log.ts';
import type { LearnedLimits } from '../../records.ts';

export const DAY = 24 * 3_600_000;

/** Pacing keeps a minute limit from being reported again, so it is believed for a day and then put to the test. */
const MINUTE_LIMIT_BELIEVED = DAY;
/** A day limit only orders, and an answer beyond it ends the belief at once. */
const DAY_LIMIT_BELIEVED = 7 * DAY;

/** The limits known after a refusal named these quotas. A limit of 0 is none: the tier does not have this model. */
export function learn(
  before: LearnedLimits | undefined,
  quotas: readonly LearnedQuota[],
  now: number,
): LearnedLimits | undefined {
  let after = before;
  for (const { window, counts, limit } of quotas) {
    const name =
      window === 'day'
        ? counts === 'requests' && 'requestsPerDay'
        : counts === 'requests'
          ? 'requestsPerMinute'
          : 'inputTokensPerMinute';
    if (limit > 0 && name !== false) after = { ...after, [name]: limit, learnedAt: now };
  }
  return after;
}

/** Whether the limits of a minute are still believed. */
export const isMinuteBelieved = ({ learnedAt }: LearnedLimits, now: number): boolean =>
  now - learnedAt < MINUTE_LIMIT_BELIEVED;

/** Google's limit of requests a day, while it is believed. */
export const learnedPerDay = (learned: LearnedLimits | undefined, now: number): number | undefined =>
  learned !== undefined && now - learned.learnedAt < DAY_LIMIT_BELIEVED ? learned.requestsPerDay : undefined;

/** An answer beyond the day's limit has proved it wrong. */
export function unlearnPerDay({ requestsPerDay: _, ...rest }: LearnedLimits): LearnedLimits {
  return rest;
}
