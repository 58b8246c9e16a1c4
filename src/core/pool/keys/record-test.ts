import type { Failure } from '../../../contract/log.ts';
import { healthAfter, isQuota, type Key } from '../machine/machine.ts';
import { putHealth } from '../persist.ts';
import type { KeyContext } from './key-context.ts';

/**
 * Marks the key after a test of it, or takes its mark back.
 * @param failure that is the key's own; undefined where the key works.
 * @returns whether anything changed.
 */
export function recordTest(
  { clock, journal, record }: Pick<KeyContext, 'clock' | 'journal' | 'record'>,
  { credential: { id }, out }: Key,
  failure: Failure | undefined,
): boolean {
  const now = clock.now();
  if (failure === undefined) {
    // A test uses no quota, so it says nothing against one that is used up.
    if (out === undefined || isQuota(out.cause)) return false;
    journal.delete('health', id);
    record({ type: 'unmarked', id, model: undefined }, now);
    return true;
  }
  const found = healthAfter(failure, now, 0, 0);
  if (found === undefined) return false;
  const health = { ...found, since: out?.cause === found.cause ? out.since : now, checkedAt: now };
  putHealth(journal, id, health, health.until);
  // Unmarked first, since of two marks the longer one would stay.
  record({ type: 'unmarked', id, model: undefined }, now);
  record({ type: 'marked', id, model: undefined, health }, now);
  return true;
}
