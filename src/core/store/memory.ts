import type { Change, Clock, Cold, Collection, Snapshot, Store, StoredRecords } from '../ports.ts';
import type { Counts } from '../records.ts';
import { cloneChanges } from './content-error.ts';
import { addCounts, coldCollections, hotCollections, isExpired, rememberedChanges } from './record.ts';

interface Kept<V> {
  readonly value: V;
  readonly expiresAt: number | undefined;
}

type Tables = { readonly [C in Collection]: Map<string, Kept<StoredRecords[C]>> };

/**
 * The Store port in memory: for tests, and for a relay that was told to keep nothing.
 * @param clock decides what has expired.
 */
export function createMemoryStore(clock: Pick<Clock, 'now'>): Store {
  const tables = Object.fromEntries([...hotCollections, ...coldCollections].map((name) => [name, new Map()])) as Tables;
  const applied = new Set<string>();

  function live<V>(kept: Kept<V> | undefined): V | undefined {
    return kept === undefined || isExpired(kept.expiresAt, clock.now()) ? undefined : structuredClone(kept.value);
  }

  function liveEntries<V>(table: ReadonlyMap<string, Kept<V>>): Array<[string, V]> {
    return [...table].flatMap(([key, kept]) => {
      const value = live(kept);
      return value === undefined ? [] : [[key, value] satisfies [string, V]];
    });
  }

  function apply(change: Change): void {
    if (applied.has(change.id)) return;
    applied.add(change.id);
    const table: Map<string, Kept<unknown>> = tables[change.in];
    switch (change.op) {
      case 'delete':
        table.delete(change.key);
        break;
      case 'put':
        table.set(change.key, { value: change.value, expiresAt: change.expiresAt });
        break;
      case 'add': {
        const before = tables[change.in].get(change.key);
        const base: Counts = live(before) ?? {};
        const expiresAt =
          change.expiresAt ?? (isExpired(before?.expiresAt, clock.now()) ? undefined : before?.expiresAt);
        table.set(change.key, { value: addCounts(base, change.counts), expiresAt });
        break;
      }
    }
  }

  function forgetOldest(): void {
    for (const id of applied) {
      if (applied.size <= rememberedChanges) return;
      applied.delete(id);
    }
  }

  return {
    async load() {
      const live = hotCollections.map((name) => [name, new Map(liveEntries<unknown>(tables[name]))]);
      return Object.fromEntries(live) as Snapshot;
    },

    async read<C extends Cold>(collection: C, key: string) {
      return live<StoredRecords[C]>(tables[collection].get(key));
    },

    async scan<C extends Cold>(collection: C, from: string, to: string) {
      return liveEntries<StoredRecords[C]>(tables[collection])
        .filter(([key]) => key >= from && key < to)
        .sort(([a], [b]) => (a < b ? -1 : 1));
    },

    async commit(changes) {
      // The copy comes first: a value that cannot be stored must fail the whole commit before anything is applied.
      for (const change of cloneChanges(changes)) apply(change);
      forgetOldest();
    },
  };
}
