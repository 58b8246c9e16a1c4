import type { Log } from '../../core/ports.ts';
import { clock, ids } from '../platform.ts';
import { connectRedis } from './connect.ts';
import type { RedisPlace } from './place.ts';
import { createRedisStore, type RedisStore } from './store.ts';

/** @throws {StorageError} when Redis cannot be reached. */
export async function openRedis(place: RedisPlace, log: Log): Promise<RedisStore> {
  return createRedisStore(await connectRedis(place, log), { clock, ids, log });
}
