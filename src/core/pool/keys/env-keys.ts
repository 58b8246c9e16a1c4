/** Keys of the environment. One that a person removed while it was listed must not come back at the next start. */
import type { Journal } from '../../store/write-behind.ts';

export interface EnvKeys {
  /** Whether a person removed the key while the environment listed it. */
  isRefused(id: string): boolean;
  /** Says what the environment lists. A refusal ends where the key is listed no more: listed again, it is meant. */
  list(ids: readonly string[]): void;
  /** Refuses a key that a person removed, if the environment lists it. */
  refuse(id: string, now: number): void;
  /** Ends the refusal: a person wants the key again. */
  accept(id: string): void;
}

/** @param stored ids that were refused before this start, as the store has them in `removed`. */
export function createEnvKeys(journal: Pick<Journal, 'put' | 'delete'>, stored: Iterable<string>): EnvKeys {
  let listed: ReadonlySet<string> = new Set();
  const refused = new Set(stored);

  function accept(id: string): void {
    if (refused.delete(id)) journal.delete('removed', id);
  }

  return {
    isRefused: (id) => refused.has(id),
    list(ids) {
      listed = new Set(ids);
      for (const id of refused) if (!listed.has(id)) accept(id);
    },
    refuse(id, now) {
      if (!listed.has(id)) return;
      refused.add(id);
      journal.put('removed', id, now);
    },
    accept,
  };
}
