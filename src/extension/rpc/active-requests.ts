/** The exchanges that run now, by the origin of the page that asks, so that they can be ended with its consent. */
export interface OpenExchanges {
  /** @returns a function that forgets it. */
  add(origin: string, breakOff: () => void): () => void;
  breakOff(origin: string): void;
}

export function createOpenExchanges(): OpenExchanges {
  const running = new Map<string, Set<() => void>>();
  return {
    add(origin, breakOff) {
      const own = running.get(origin) ?? new Set();
      running.set(origin, own.add(breakOff));
      return () => {
        own.delete(breakOff);
        if (own.size === 0 && running.get(origin) === own) running.delete(origin);
      };
    },
    breakOff(origin) {
      const own = running.get(origin) ?? [];
      running.delete(origin);
      for (const one of own) one();
    },
  };
}
