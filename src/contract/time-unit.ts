/** The buckets of time in which statistics are kept. Pure. */

import { quotaDay, quotaDayEnd } from '../core/utils/pacific.ts';
import type { TimeUnit } from './stats.ts';

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
