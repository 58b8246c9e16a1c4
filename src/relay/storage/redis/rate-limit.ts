/** The limits of clients, counted on Redis for all relays together; in this process while Redis is away. */
import type { Redis } from 'ioredis';
import {
  type ClientLimits,
  createClientLimits,
  DAY,
  type LimitSettings,
  MINUTE,
  MOST_CLIENTS,
  type Standings,
} from '../../../core/access/clients/rate-limit.ts';
import { createBoundedMap } from '../../../core/utils/bounded-map.ts';
import { createWindowLimiter, type Taken } from './window-limiter.ts';

interface Seen {
  readonly standings: Standings;
  readonly at: number;
}

export function createRedisClientLimits(redis: Redis): ClientLimits {
  const minute = createWindowLimiter(redis, 'minute', MINUTE.length);
  const day = createWindowLimiter(redis, 'day', DAY.length);
  // Redis keeps what must outlive the process.
  const local = createClientLimits({ store: { scan: async () => [] }, journal: { add: () => undefined } });
  const seen = createBoundedMap<string, Seen>({ maxEntries: MOST_CLIENTS, refreshedBy: 'set' });
  /** Requests that Redis has not heard of, by client. */
  const owed = new Map<string, number>();
  redis.on('ready', () => void settle());

  async function takeOnRedis(client: string, settings: LimitSettings, now: number): Promise<number> {
    const { maxRequestsPerMinute, maxRequestsPerDayPerIp } = settings;
    const taken: { minute?: Taken; day?: Taken } = {};
    if (maxRequestsPerMinute > 0) taken.minute = await minute.take(client, maxRequestsPerMinute);
    if (maxRequestsPerDayPerIp > 0 && !taken.minute?.standing.wait) {
      taken.day = await day.take(client, maxRequestsPerDayPerIp);
      // A request that the day refuses does not count for the minute.
      if (taken.day.standing.wait > 0 && taken.minute !== undefined) await minute.add(client, -1);
    }
    const before = seen.get(client)?.standings;
    seen.set(client, {
      at: now,
      standings: {
        ...before,
        ...(taken.minute && { minute: taken.minute.standing }),
        ...(taken.day && { day: taken.day.standing }),
      },
    });
    local.learn(client, countsOf(taken), now);
    return Math.max(taken.minute?.standing.wait ?? 0, taken.day?.standing.wait ?? 0);
  }

  function owe(client: string, requests: number): void {
    if (owed.has(client) || owed.size < MOST_CLIENTS) owed.set(client, (owed.get(client) ?? 0) + requests);
  }

  /** Tells Redis what was counted without it. */
  async function settle(): Promise<void> {
    for (const [client, requests] of owed) {
      owed.delete(client);
      await Promise.all([minute.add(client, requests), day.add(client, requests)]).catch(() => owe(client, requests));
      if (redis.status !== 'ready') return;
    }
  }

  return {
    async take(client, settings, now) {
      try {
        return await takeOnRedis(client, settings, now);
      } catch {
        seen.delete(client);
        const wait = await local.take(client, settings, now);
        if (wait === 0) owe(client, 1);
        return wait;
      }
    },
    view(client, settings, now) {
      const known = seen.get(client);
      return known === undefined ? local.view(client, settings, now) : inForce(known, settings, now);
    },
  };
}

const countsOf = ({ minute, day }: { readonly minute?: Taken; readonly day?: Taken }) => ({
  ...(minute && { minute: minute.counted }),
  ...(day && { day: day.counted }),
});

/** What was last heard, of the limits that there are. */
function inForce({ standings, at }: Seen, settings: LimitSettings, now: number): Standings {
  const { maxRequestsPerMinute, maxRequestsPerDayPerIp } = settings;
  const { minute, day } = standings;
  const later = (ms: number) => Math.max(0, ms - (now - at));
  return {
    ...(maxRequestsPerMinute > 0 && minute && { minute: { ...minute, reset: later(minute.reset) } }),
    ...(maxRequestsPerDayPerIp > 0 && day && { day: { ...day, reset: later(day.reset) } }),
  };
}
