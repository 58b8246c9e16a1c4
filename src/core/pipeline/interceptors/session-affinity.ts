/** For the `sticky` rotation: a conversation keeps its key, so that Google finds its beginning in that key's cache. */

import type { Settings } from '../../../contract/settings/table.ts';
import { parseObject } from '../../utils/json/json.ts';
import { type Interceptor, meaningOf } from '../call.ts';

export const sessionAffinity = (settings: () => Settings): Interceptor => ({
  applies: () => settings().rotation === 'sticky',
  around: (next) => (call) => {
    const conversation = beginningOf(meaningOf(call));
    return next(conversation === undefined ? call : { ...call, conversation });
  },
});

/** Tells conversations apart; the rest of a long prompt or a picture would make no difference. */
const ENOUGH = 16 * 1024;

/** What stays the same while a conversation goes on: the system prompt and the first turn. */
function beginningOf(meaning: string): string | undefined {
  const request = parseObject(meaning);
  if (request === undefined) return undefined;
  const { systemInstruction, contents } = request;
  return JSON.stringify([systemInstruction, [contents].flat()[0]]).slice(0, ENOUGH);
}
