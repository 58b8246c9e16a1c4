/** Good answers that nobody has had yet, in memory: each is given out once. */

import type { Settings } from '../../../contract/settings/table.ts';
import type { GenerateContentResponse } from '../../google/wire.ts';
import type { Clock } from '../../ports.ts';

export interface KeptAnswer {
  readonly model: string;
  readonly events: readonly GenerateContentResponse[];
}

export interface AnswerCache {
  readonly isEmpty: boolean;
  put(key: string, answer: KeptAnswer): void;
  /** The oldest answer for the key, which is then gone. */
  take(key: string): KeptAnswer | undefined;
}

interface Entry extends KeptAnswer {
  readonly key: string;
  readonly expiresAt: number;
  /** Characters of its JSON, for the limit on memory. */
  readonly size: number;
}

export function createAnswerCache({ clock, settings }: { clock: Clock; settings: () => Settings }): AnswerCache {
  /** Oldest first. */
  const entries = new Set<Entry>();
  let size = 0;

  const drop = (entry: Entry) => {
    if (entries.delete(entry)) size -= entry.size;
  };
  const makeRoom = () => {
    const { maxCacheEntries, maxCacheSize } = settings();
    const now = clock.now();
    for (const entry of entries) {
      const isTooMuch = entries.size > maxCacheEntries || size > maxCacheSize * 1024 * 1024;
      if (isTooMuch || entry.expiresAt <= now) drop(entry);
    }
  };

  return {
    get isEmpty() {
      return entries.size === 0;
    },
    put(key, answer) {
      const entry: Entry = {
        ...answer,
        key,
        expiresAt: clock.now() + settings().cacheExpiryTime * 1000,
        size: JSON.stringify(answer.events).length,
      };
      entries.add(entry);
      size += entry.size;
      makeRoom();
    },
    take(key) {
      makeRoom();
      for (const entry of entries) {
        if (entry.key !== key) continue;
        drop(entry);
        return { model: entry.model, events: entry.events };
      }
      return undefined;
    },
  };
}
