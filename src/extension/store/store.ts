/** The Store port on IndexedDB, which neither web pages nor content scripts can reach. */
import type { Clock, Cold, Snapshot, Store, StoredRecords } from '../../core/ports.ts';
import { cloneChanges } from '../../core/store/content-error.ts';
import { hotCollections, isExpired } from '../../core/store/record.ts';
import { commitChanges } from './commit.ts';
import { collections, createConnection, type Kept } from './database.ts';
import { entriesOf } from './entries.ts';

export interface IdbStore extends Store {
  /** Frees the room of expired records. Nobody sees them even before that. */
  sweep(): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param clock decides what has expired.
 * @param name of the database.
 */
export function createIdbStore(clock: Pick<Clock, 'now'>, name = 'hajimi'): IdbStore {
  const { open, close } = createConnection(name);

  const live = (kept: Kept | undefined) =>
    kept === undefined || isExpired(kept.expiresAt, clock.now()) ? undefined : kept.value;

  function liveEntries(entries: ReadonlyArray<readonly [string, Kept]>): Array<[string, unknown]> {
    return entries.flatMap(([key, kept]) => {
      const value = live(kept);
      return value === undefined ? [] : [[key, value]];
    });
  }

  return {
    async load() {
      const transaction = (await open()).transaction(hotCollections);
      const loading = hotCollections.map(async (collection) => {
        const entries = await entriesOf(transaction.objectStore(collection));
        return [collection, new Map(liveEntries(entries))] as const;
      });
      return Object.fromEntries(await Promise.all(loading)) as unknown as Snapshot;
    },

    async read<C extends Cold>(collection: C, key: string) {
      return live(await (await open()).get(collection, key)) as StoredRecords[C] | undefined;
    },

    async scan<C extends Cold>(collection: C, from: string, to: string) {
      // IndexedDB throws at an empty range.
      if (from >= to) return [];
      const range = IDBKeyRange.bound(from, to, false, true);
      const table = (await open()).transaction(collection).objectStore(collection);
      return liveEntries(await entriesOf(table, range)) as Array<[string, StoredRecords[C]]>;
    },

    async commit(changes, durability) {
      if (changes.length === 0) return;
      // Before anything is awaited: the caller may go on to change what it handed over.
      const copies = cloneChanges(changes);
      await commitChanges(await open(), copies, durability, clock.now());
    },

    async sweep() {
      const transaction = (await open()).transaction(collections, 'readwrite', { durability: 'relaxed' });
      const expired = IDBKeyRange.upperBound(clock.now());
      const sweeping = collections.map(async (collection) => {
        const table = transaction.objectStore(collection);
        for (const key of await table.index('expiresAt').getAllKeys(expired)) await table.delete(key);
      });
      await Promise.all([...sweeping, transaction.done]);
    },

    close,
  };
}
