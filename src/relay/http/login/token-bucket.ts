/**
 * Token buckets, each in one number: the time at which it is full again (GCRA, the generic cell rate algorithm). A token
 * taken moves that time on by what one token takes to come back.
 */
import { createBoundedMap } from '../../../core/utils/bounded-map.ts';

export interface Budget {
  /** Tokens of a full bucket. */
  readonly burst: number;
  /** Ms in which one token comes back. */
  readonly interval: number;
}

/** Ms since the epoch from which on it is full. */
export type Bucket = number;

export const FULL: Bucket = 0;

/** The bucket as it is now. It is never emptier than empty, which it would be where the clock was set back. */
export const refill = (bucket: Bucket, { burst, interval }: Budget, now: number): Bucket =>
  Math.min(bucket, now + burst * interval);

/** Ms until a token can be taken; 0: now. */
export const waitFor = (bucket: Bucket, { burst, interval }: Budget, now: number): number =>
  Math.max(0, bucket - now - (burst - 1) * interval);

/** The bucket without one of its tokens. */
export const take = (bucket: Bucket, { interval }: Budget, now: number): Bucket => Math.max(bucket, now) + interval;

/** The bucket with a token more. */
export const giveBack = (bucket: Bucket, { interval }: Budget): Bucket => bucket - interval;

/** One bucket for each key, full at first. */
export interface Buckets {
  /** Ms until a token of this key can be taken; 0: now. */
  wait(key: string, now: number): number;
  take(key: string, now: number): void;
  giveBack(key: string): void;
}

/** @param most so many are remembered; the key longest unused is forgotten first, and starts anew with a full bucket */
export function createBuckets(budget: Budget, most: number): Buckets {
  const buckets = createBoundedMap<string, Bucket>({ maxEntries: most, refreshedBy: 'set' });
  const read = (key: string): Bucket => buckets.get(key) ?? FULL;

  return {
    wait(key, now) {
      const bucket = refill(read(key), budget, now);
      buckets.set(key, bucket);
      return waitFor(bucket, budget, now);
    },
    take: (key, now) => buckets.set(key, take(read(key), budget, now)),
    giveBack: (key) => buckets.set(key, giveBack(read(key), budget)),
  };
}
