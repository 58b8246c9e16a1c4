/** Google's limits as its refusals name them, and for how long they are believed. Pure. */
import type { LearnedQuota } from '../../../contract/log.ts';
import type { Lesson } from '../../records.ts';

export const DAY = 24 * 3_600_000;

/** Pacing keeps a minute limit from being reported again, so it is believed for a day and then put to the test. */
const MINUTE_LIMIT_BELIEVED = DAY;
/** A day limit only orders, and an answer beyond it ends the belief at once. */
const DAY_LIMIT_BELIEVED = 7 * DAY;

/** What is known after Google named these quotas. A limit of 0 is no limit but a tier without this model. */
export function learn(before: Lesson | undefined, quotas: readonly LearnedQuota[], now: number): Lesson | undefined {
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

/** Whether the limits of a minute still count. */
export const isMinuteBelieved = ({ learnedAt }: Lesson, now: number): boolean =>
  now - learnedAt < MINUTE_LIMIT_BELIEVED;

/** Google's requests a day, while it is believed. */
export const learnedPerDay = (lesson: Lesson | undefined, now: number): number | undefined =>
  lesson !== undefined && now - lesson.learnedAt < DAY_LIMIT_BELIEVED ? lesson.requestsPerDay : undefined;

/** An answer beyond the day's limit has proven it wrong. */
export function unlearnPerDay({ requestsPerDay: _, ...rest }: Lesson): Lesson {
  return rest;
}
