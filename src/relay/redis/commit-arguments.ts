import type { Change } from '../../core/ports.ts';
import { isHot } from '../../core/store/record.ts';
import { sortable } from '../sortable-key.ts';

/**
 * What `commitScript` is told.
 * @param writer the relay that commits
 * @throws what the serialization of a value throws.
 */
export function commitArguments(changes: readonly Change[], writer: string, now: number): string[] {
  const hot = changes.filter((change) => isHot(change.in));
  return [String(now), writer, hot.length === 0 ? '' : JSON.stringify(hot), ...changes.flatMap(wordsOf)];
}

function wordsOf(change: Change): string[] {
  const record = [change.id, change.op, change.in, sortable(change.key)];
  if (change.op === 'delete') return [...record, '', ''];
  const content = change.op === 'put' ? change.value : change.counts;
  return [...record, JSON.stringify(content), change.expiresAt === undefined ? '' : String(change.expiresAt)];
}
