/** Remembers what was used last, within a budget of characters. */
export interface Lru {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
}

export function createLru(maxCharacters: number): Lru {
  const entries = new Map<string, string>();
  let size = 0;
  const remove = (key: string, value: string) => {
    entries.delete(key);
    size -= key.length + value.length;
  };
  return {
    get(key) {
      const value = entries.get(key);
      if (value === undefined) return undefined;
      // A Map iterates in the order of insertion, so the first entry is the one longest unused.
      entries.delete(key);
      entries.set(key, value);
      return value;
    },
    set(key, value) {
      const old = entries.get(key);
      if (old !== undefined) remove(key, old);
      entries.set(key, value);
      size += key.length + value.length;
      for (const [oldest, stale] of entries) {
        if (size <= maxCharacters) break;
        remove(oldest, stale);
      }
    },
  };
}
