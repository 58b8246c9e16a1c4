/** For the `sticky` rotation: a conversation keeps its key, so that Google finds its beginning in that key's cache. */

import type { Settings } from '../../../contract/settings/table.ts';
import type { GenerateContentRequest } from '../../google/wire.ts';
import { type GenerateHandler, meaningOf } from '../call.ts';

export function sessionAffinity(next: GenerateHandler, settings: () => Settings): GenerateHandler {
  return (call) => {
    if (settings().rotation !== 'sticky') return next(call);
    const conversation = beginningOf(meaningOf(call));
    return next(conversation === undefined ? call : { ...call, conversation });
  };
}

/** Tells conversations apart; the rest of a long prompt or a picture would make no difference. */
const ENOUGH = 16 * 1024;

/** What stays the same while a conversation goes on: the system prompt and the first turn. */
function beginningOf(meaning: string): string | undefined {
  try {
    const { systemInstruction, contents } = JSON.parse(meaning) as GenerateContentRequest;
    return JSON.stringify([systemInstruction, [contents].flat()[0]]).slice(0, ENOUGH);
  } catch {
    return undefined;
  }
}
