/** Where this relay keeps things: on disk where it can, in memory where it was told to or cannot. */

import type { ClientLimits } from '../../core/access/clients/rate-limit.ts';
import type { Phrase } from '../../core/errors.ts';
import type { Change, Log, Snapshot, Store } from '../../core/ports.ts';
import { createMemoryStore } from '../../core/store/memory.ts';
import { hotCollections } from '../../core/store/record.ts';
import type { RelayConfig } from '../config/config.ts';
import { clock } from '../ports/platform.ts';
import { StorageError } from './lock.ts';
import { readCopy } from './sqlite/read-only-copy.ts';
import { openFileStore } from './sqlite/store.ts';

export interface OpenedStorage {
  readonly store: Store;
  /** Where several relays count the requests of clients together. */
  readonly limits?: ClientLimits;
  /** Why it is in memory although it was to be kept. */
  readonly notKept?: Phrase;
}

/**
 * A folder that cannot be written to is no reason not to answer: what it holds is read, and changes stay in memory.
 * @throws {StorageError} when another relay uses the folder, a newer one has written it, or Redis cannot be reached: to go
 *   on without what is in there would be wrong, and only a person can say what is right.
 */
export async function openStorage({ storageDir, redis }: RelayConfig, log: Log): Promise<OpenedStorage> {
  // Most relays have no Redis, and its client would cost them memory.
  if (redis !== undefined) return (await import('./redis/open.ts')).openRedis(redis, log);
  if (storageDir === undefined) return { store: createMemoryStore(clock) };
  try {
    return { store: await openFileStore(storageDir, clock) };
  } catch (error) {
    if (error instanceof StorageError) throw error;
    const store = createMemoryStore(clock);
    await fill(store, await readCopy(storageDir, clock));
    return { store, notKept: unusable(storageDir, error instanceof Error ? error.message : String(error)) };
  }
}

async function fill(store: Store, snapshot: Snapshot | undefined): Promise<void> {
  if (snapshot === undefined) return;
  const changes = hotCollections.flatMap((collection) =>
    [...snapshot[collection]].map(
      ([key, value]) => ({ id: `${collection} ${key}`, op: 'put', in: collection, key, value }) as Change,
    ),
  );
  await store.commit(changes, 'relaxed');
}

const unusable = (folder: string, reason: string): Phrase => ({
  en:
    `The storage folder ${folder} cannot be used: ${reason}. Changes are in memory only and end with this run. ` +
    'Mend the folder or set STORAGE_DIR to another one, then start again.',
  zh: `存储文件夹 ${folder} 不可用：${reason}。改动仅存于内存，停止运行后即丢失。请修复该文件夹或将 STORAGE_DIR 设为其他文件夹，然后重新启动。`,
});
