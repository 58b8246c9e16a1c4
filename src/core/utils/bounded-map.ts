/**
 * A Map that never grows beyond its bounds: the oldest entry makes room for the newest. With `refreshedBy: 'get'` it is an
 * LRU cache (least recently used first), with `'set'` what was written longest ago goes first, and without it entries go in
 * the order in which their keys came (FIFO).
 */

export interface BoundedMap<K, V extends {}> extends Iterable<readonly [K, V]> {
  readonly size: number;
  get(key: K): V | undefined;
  /** An entry that is heavier than all together may be is kept as little as the others that it pushed out. */
  set(key: K, value: V): void;
  /** Whether it was there. */
  delete(key: K): boolean;
  clear(): void;
  /** The one that goes next first. */
  keys(): IterableIterator<K>;
}

export interface Bounds<K, V> {
  /** Without it their number is not bounded. */
  readonly maxEntries?: number;
  /** Of all entries together, in the unit of `weigh`. Without it their weight is not bounded. */
  readonly maxWeight?: number;
  /** Of one entry, always the same for the same key and value: it is asked when the entry comes and when it goes. */
  weigh?(key: K, value: V): number;
  /** What makes an entry the newest again. A `set` does so in an LRU cache, too. */
  readonly refreshedBy?: 'get' | 'set';
  /** Told of what made room, once it is gone. Of what was deleted, replaced or cleared it is not. */
  onEvicted?(key: K, value: V): void;
}

export function createBoundedMap<K, V extends {}>(bounds: Bounds<K, V>): BoundedMap<K, V> {
  const { maxEntries = Number.POSITIVE_INFINITY, maxWeight = Number.POSITIVE_INFINITY, refreshedBy } = bounds;
  const weigh = bounds.weigh ?? (() => 0);
  // A Map iterates in the order in which its keys were inserted.
  const entries = new Map<K, V>();
  let weight = 0;

  function remove(key: K, value: V): void {
    entries.delete(key);
    weight -= weigh(key, value);
  }

  return {
    get size() {
      return entries.size;
    },
    get(key) {
      const value = entries.get(key);
      if (value === undefined || refreshedBy !== 'get') return value;
      entries.delete(key);
      entries.set(key, value);
      return value;
    },
    set(key, value) {
      const before = entries.get(key);
      if (before !== undefined) weight -= weigh(key, before);
      if (before !== undefined && refreshedBy !== undefined) entries.delete(key);
      entries.set(key, value);
      weight += weigh(key, value);
      for (const [oldest, stale] of entries) {
        if (entries.size <= maxEntries && weight <= maxWeight) break;
        remove(oldest, stale);
        bounds.onEvicted?.(oldest, stale);
      }
    },
    delete(key) {
      const value = entries.get(key);
      if (value === undefined) return false;
      remove(key, value);
      return true;
    },
    clear() {
      entries.clear();
      weight = 0;
    },
    keys: () => entries.keys(),
    [Symbol.iterator]: () => entries.entries(),
  };
}

/** An LRU cache of texts. @param maxLetters of all keys and values together. */
export const createTextCache = (maxLetters: number): BoundedMap<string, string> =>
  createBoundedMap({
    maxWeight: maxLetters,
    weigh: (key: string, value: string) => key.length + value.length,
    refreshedBy: 'get',
  });
