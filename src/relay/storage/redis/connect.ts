/** The connection to Redis, and what the person hears of it. */
import { Redis } from 'ioredis';
import type { Log } from '../../../core/ports.ts';
import { originOf } from '../../../core/utils/net/url-login.ts';
import { StorageError } from '../lock.ts';
import type { RedisPlace } from './address.ts';

export interface RedisLink {
  /** Fails at once while Redis is away. */
  readonly redis: Redis;
  /** Another connection, for what waits at Redis; commands wait for Redis to come back. */
  waiting(): Redis;
  /** Resolves as soon as Redis can be asked, at once where it can be now. */
  whenBack(): Promise<void>;
}

/** A Redis that says nothing for so long is taken to be away, in ms. */
const LONGEST_SILENCE = 3_000;
/** A relay may be started together with its Redis: it waits so long for it, in ms. */
const START_PATIENCE = 15_000;

/**
 * @param patience ms
 * @throws {StorageError} when Redis cannot be reached within `patience`, or refuses the password.
 */
export async function connectRedis(place: RedisPlace, log: Log, patience = START_PATIENCE): Promise<RedisLink> {
  const redis = new Redis(place.url, {
    keyPrefix: `${place.prefix}:`,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    socketTimeout: LONGEST_SILENCE,
    connectTimeout: LONGEST_SILENCE,
    retryStrategy: (times) => Math.min(1_000, 50 * 2 ** times),
  });
  await firstContact(redis, place, patience);
  watch(redis, place, log);
  return {
    redis,
    waiting: () =>
      redis
        .duplicate({ enableOfflineQueue: true, maxRetriesPerRequest: null, autoResendUnfulfilledCommands: true })
        // The other connection's are told already.
        .on('error', () => undefined),
    whenBack: () => (redis.status === 'ready' ? Promise.resolve() : once(redis, 'ready')),
  };
}

const once = (redis: Redis, event: 'ready'): Promise<void> =>
  new Promise((resolve) => {
    redis.once(event, () => resolve());
  });

async function firstContact(redis: Redis, place: RedisPlace, patience: number): Promise<void> {
  let reason = 'it does not answer';
  const reached = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), patience);
    const settle = (isReady: boolean) => {
      clearTimeout(timer);
      resolve(isReady);
    };
    redis.once('ready', () => settle(true));
    redis.on('error', (error: Error) => {
      reason = error.message || reason;
      // Waiting makes no password right.
      if (/^(WRONGPASS|NOAUTH|NOPERM|ERR .*password)/i.test(reason)) settle(false);
    });
  });
  if (reached) return;
  redis.disconnect();
  const address = originOf(place.url);
  throw new StorageError({
    en:
      `Redis at ${address} cannot be used: ${reason}. The keys and settings of this relay are there, so it does ` +
      'not start without it. Start Redis or correct REDIS_URL; without REDIS_URL the relay keeps them in STORAGE_DIR.',
    zh:
      `无法使用 ${address} 的 Redis：${reason}。此中转的密钥与设置都在其中，因此不会在没有它时启动。` +
      '请启动 Redis 或改正 REDIS_URL；不设 REDIS_URL 时，数据保存在 STORAGE_DIR。',
  });
}

/** Tells once that Redis is away and once that it is back, however often the connection is tried in between. */
function watch(redis: Redis, { url }: RedisPlace, log: Log): void {
  let away = false;
  let reason = '';
  redis.on('error', (error: Error) => {
    reason = error.message;
  });
  redis.on('reconnecting', () => {
    if (away) return;
    away = true;
    const message =
      'Redis is away. Requests go on with what is known; what other relays do is not seen until it is back';
    log.write({ level: 'warn', event: 'redis-away', message, address: originOf(url), reason });
  });
  redis.on('ready', () => {
    if (!away) return;
    away = false;
    log.write({ level: 'info', event: 'redis-back', message: 'Redis is back', address: originOf(url) });
  });
}
