import type { Redis } from 'ioredis';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { Standing } from '../../../core/access/clients/rate-limit.ts';
import { windowScript } from './window-script.ts';

/** Requests of every client within one length of time, counted for all relays together. */
export interface WindowLimiter {
  /**
   * Counts a request unless that would be more than `limit`.
   * @returns where the client then stands, and how many requests are counted.
   * @throws what the connection throws.
   */
  take(client: string, limit: number): Promise<Taken>;
  /** Counts so many more, or fewer, whatever the limit is. */
  add(client: string, requests: number): Promise<void>;
}

export interface Taken {
  readonly standing: Standing;
  readonly counted: number;
}

export function createWindowLimiter(redis: Redis, name: string, seconds: number): WindowLimiter {
  /** By limit; a limiter of the library has one. */
  const limiters = new Map<number, RateLimiterRedis>();

  function limiterOf(limit: number): RateLimiterRedis {
    const known = limiters.get(limit);
    if (known !== undefined) return known;
    const made = new RateLimiterRedis({
      storeClient: redis,
      keyPrefix: `limit:${name}`,
      points: limit,
      duration: seconds,
      customIncrTtlLuaScript: windowScript,
      rejectIfRedisNotReady: true,
    });
    limiters.set(limit, made);
    return made;
  }
  const unlimited = limiterOf(0);

  return {
    async take(client, limit) {
      try {
        const { consumedPoints, msBeforeNext } = await limiterOf(limit).consume(keyOf(client));
        const remaining = Math.max(0, limit - consumedPoints);
        return { standing: { limit, remaining, reset: msBeforeNext, wait: 0 }, counted: consumedPoints };
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        const { consumedPoints, msBeforeNext } = await unlimited.penalty(keyOf(client), 0);
        const standing = { limit, remaining: 0, reset: msBeforeNext, wait: Math.max(1, refusal.msBeforeNext) };
        return { standing, counted: consumedPoints };
      }
    },
    async add(client, requests) {
      await unlimited.penalty(keyOf(client), requests);
    },
  };
}

const keyOf = (client: string): string => encodeURIComponent(client).slice(0, 200);
