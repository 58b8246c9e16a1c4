import type { Change } from '../../../core/ports.ts';
import { encodeEach } from '../../../core/store/content-error.ts';
import { isHot } from '../../../core/store/record.ts';
import { sortable } from '../sortable-key.ts';

/**
 * What `commitScript` is told.
 * @param writer the relay that commits
 * @throws {ContentError} for what cannot be written as JSON.
 */
export function commitArguments(changes: readonly Change[], writer: string, now: number): string[] {
  const words = encodeEach(changes, wordsOf).flat();
  const hot = changes.filter((change) => isHot(change.in));
  return [String(now), writer, hot.length === 0 ? '' : JSON.stringify(hot)].concat(words);
}

function wordsOf(change: Change): string[] {
  const record = [change.id, change.op, change.in, sortable(change.key)];
  if (change.op === 'delete') return [...record, '', ''];
  const content = change.op === 'put' ? change.value : change.counts;
  return [...record, JSON.stringify(content), change.expiresAt === undefined ? '' : String(change.expiresAt)];
}
