import { putHealth } from '../persist.ts';
import { putKey } from './add-keys.ts';
import type { KeyContext } from './key-context.ts';
import { historyOf } from './recently-removed.ts';

/** Undoes `removeKey`, with all that was known of the key. One that is not kept any more is left alone. */
export function restoreKey(context: KeyContext, id: string): void {
  const { clock, journal, state, removed, envKeys, record } = context;
  const kept = removed.get(id);
  if (kept === undefined) return;
  const now = clock.now();
  putKey(context, kept.credential);
  envKeys.accept(id);
  for (const event of historyOf(kept)) record(event, now);
  for (const [key, learned] of kept.lessons) journal.put('lessons', key, learned);
  for (const [key, health] of kept.health) {
    const { until } = health;
    putHealth(journal, key, health, until === undefined ? undefined : Math.max(until, state.day.end));
  }
}
