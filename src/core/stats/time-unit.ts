import type { TimeUnit } from '../../contract/stats.ts';
import { quotaDay, quotaDayEnd } from '../utils/pacific.ts';

const hours = 3_600_000;

/** How long a bucket is kept after it began, in ms. */
export const keptFor: Readonly<Record<TimeUnit, number>> = {
  minute: 2 * hours,
  hour: 8 * 24 * hours,
  day: 400 * 24 * hours,
};

/** `2026-11-24T21:17` and `2026-11-24T21` in UTC, `2026-11-24` in Los Angeles. Names sort by time. */
export function bucketName(unit: TimeUnit, at: number): string {
  switch (unit) {
    case 'minute':
      return new Date(at).toISOString().slice(0, 16);
    case 'hour':
      return new Date(at).toISOString().slice(0, 13);
    case 'day':
      return quotaDay(at);
  }
}

/** When the bucket of this name began, in ms. */
export function bucketStart(unit: TimeUnit, name: string): number {
  switch (unit) {
    case 'minute':
      return Date.parse(`${name}Z`);
    case 'hour':
      return Date.parse(`${name}:00Z`);
    case 'day':
      // At midnight in Greenwich it is still the afternoon of the day before in Los Angeles.
      return quotaDayEnd(Date.parse(`${name}T00:00Z`));
  }
}
