import { clearHealth } from './clear-health.ts';
import type { KeyContext } from './key-context.ts';

/** Soft delete: the key goes, and what is known of it is kept for `restoreKey`. One that is not there is left alone. */
export function removeKey(context: KeyContext, id: string): void {
  const { clock, journal, state, removed, envKeys, record } = context;
  const key = state.keys.get(id);
  if (key === undefined) return;
  removed.keep(key);
  clearHealth(context, key);
  journal.delete('credentials', id);
  journal.delete('lessons', id);
  for (const { model, shared } of key.entries.values()) {
    if (shared.learned !== undefined) journal.delete('lessons', `${id}|${model}`);
  }
  record({ type: 'key-removed', id }, clock.now());
  envKeys.refuse(id, clock.now());
}
