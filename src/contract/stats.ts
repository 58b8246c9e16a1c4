/** `/api/stats`: what was used, in buckets of time. */

import type { FailureCause } from './keys.ts';
import type { Usage } from './log.ts';

/** What rows are told apart by, besides time. */
export type GroupBy = 'all' | 'model' | 'key' | 'key-model' | 'client' | 'client-model';

/** `GET /api/stats?unit=hour&from=0&to=1&by=model&total=true` */
export interface StatsQuery {
  readonly unit: TimeUnit;
  /** Ms since the epoch: buckets from the one that holds `from` to the last that begins before `to`. */
  readonly from: number;
  readonly to: number;
  readonly by: GroupBy;
  /** One row for each group over the whole time, instead of one for each bucket. */
  readonly total?: boolean;
}

export interface StatsRow extends Summary {
  /** Ms since the epoch; with `total` when the first bucket of the group began. */
  readonly start: number;
  readonly credentialId?: string;
  readonly model?: string;
  readonly client?: string;
}

/** How finely statistics are kept. A day is Google's quota day, so that it agrees with what is left of a quota. */
export type TimeUnit = 'minute' | 'hour' | 'day';

export const timeUnits = ['minute', 'hour', 'day'] as const satisfies readonly TimeUnit[];

/** What many calls came to. */
export interface Summary {
  readonly answered: number;
  readonly failed: number;
  readonly failures: Partial<Record<FailureCause, number>>;
  /** Ended by the client, or not needed. */
  readonly released: number;
  readonly tokens: Usage;
  /** Of answered calls, from the first byte sent to the last received. */
  readonly latency?: Timing;
  /** Of answered calls. */
  readonly firstByte?: Timing;
}

export interface Timing {
  /** All in ms. */
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
}
