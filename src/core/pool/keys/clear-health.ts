import type { Key } from '../machine/machine.ts';
import type { KeyContext } from './key-context.ts';

/** Takes back every mark and cooldown of the key, with every model. */
export function clearHealth(
  { clock, journal, record }: Pick<KeyContext, 'clock' | 'journal' | 'record'>,
  key: Key,
): void {
  const { id } = key.credential;
  const now = clock.now();
  if (key.out !== undefined) journal.delete('health', id);
  record({ type: 'unmarked', id, model: undefined }, now);
  for (const { model, out } of [...key.entries.values()]) {
    if (out !== undefined) journal.delete('health', `${id}|${model}`);
    record({ type: 'unmarked', id, model }, now);
  }
}
