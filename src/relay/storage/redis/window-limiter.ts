import type { Redis } from 'ioredis';
import type { Standing } from '../../../core/access/clients/rate-limit.ts';
import { createScript } from './script.ts';
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

const script = createScript<readonly [counted: number, reset: number, wait: number]>(windowScript);
const UNLIMITED = 0;

/** @param length ms of the window. */
export function createWindowLimiter(redis: Redis, name: string, length: number): WindowLimiter {
  const run = (client: string, requests: number, limit: number) =>
    script.run(redis, [`limit:${name}:${keyOf(client)}`], [requests, length, limit].map(String));

  return {
    async take(client, limit) {
      const [counted, reset, wait] = await run(client, 1, limit);
      return { standing: { limit, remaining: Math.max(0, limit - counted), reset, wait }, counted };
    },
    async add(client, requests) {
      await run(client, requests, UNLIMITED);
    },
  };
}

const keyOf = (client: string): string => encodeURIComponent(client).slice(0, 200);
