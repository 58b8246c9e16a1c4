import type { Phrase } from '../errors.ts';
import { createBoundedMap } from '../utils/bounded-map.ts';

/** Changes that the store refused for what they hold, by the name of their record. */
export interface SetAside {
  add(record: string, reason: string): void;
  /** Something of the record is stored after all. */
  stored(record: string): void;
  /** For a person to read; undefined where there is none. */
  readonly phrase: Phrase | undefined;
}

/** @param most so many records are remembered; the oldest goes first. */
export function createSetAside(most: number): SetAside {
  const reasons = createBoundedMap<string, string>({ maxEntries: most });
  return {
    add(record, reason) {
      reasons.set(record, reason);
    },
    stored(record) {
      if (reasons.size > 0) reasons.delete(record);
    },
    get phrase() {
      const [first] = reasons;
      if (first === undefined) return undefined;
      const [record, reason] = first;
      return {
        en: `Some of what was changed cannot be stored and will be lost at the next start (${reasons.size}). ${record}: ${reason}`,
        zh: `有改动无法存储，下次启动后将丢失（${reasons.size} 处）。${record}：${reason}`,
      };
    },
  };
}
