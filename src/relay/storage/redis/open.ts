import type { ClientLimits } from '../../../core/access/clients/rate-limit.ts';
import type { Log } from '../../../core/ports.ts';
import { clock, ids } from '../../ports/platform.ts';
import type { RedisPlace } from './address.ts';
import { connectRedis } from './connect.ts';
import { createRedisClientLimits } from './rate-limit.ts';
import { createRedisStore, type RedisStore } from './store.ts';

/** @throws {StorageError} when Redis cannot be reached. */
export async function openRedis(
  place: RedisPlace,
  log: Log,
): Promise<{ readonly store: RedisStore; readonly limits: ClientLimits }> {
  const link = await connectRedis(place, log);
  return { store: createRedisStore(link, { clock, ids, log }), limits: createRedisClientLimits(link.redis) };
}
