/**
 * Model-dependent normalization of the turns: system instruction, prefill, no empty request
 * (docs/design/translation.md#messages).
 */

import type { Content, GenerateContentRequest } from '../../../../google/wire.ts';
import type { Capabilities } from '../../../../models/series.ts';
import type { DecodedMessages } from './messages.ts';

/** @param hasCache The cached content has a system instruction of its own, and Google refuses a second. */
export function finishContents(
  { contents, system }: Pick<DecodedMessages, 'contents' | 'system'>,
  model: Pick<Capabilities, 'systemInstruction' | 'prefill'>,
  hasCache: boolean,
): Pick<GenerateContentRequest, 'contents' | 'systemInstruction'> {
  const turns = [...contents];
  const instructions = [...system];
  // Google refuses a request without a turn: the last instruction then is what the user asks for.
  if (turns.length === 0) turns.push(userTurn(instructions.pop() ?? ' '));
  const separate = model.systemInstruction && !hasCache;
  if (!separate && instructions.length > 0) sayFirst(turns, instructions.join('\n\n'));
  if (!model.prefill && turns.at(-1)?.role === 'model') turns.push(userTurn('Continue.'));
  return {
    contents: turns,
    ...(separate &&
      instructions.length > 0 && { systemInstruction: { parts: instructions.map((text) => ({ text })) } }),
  };
}

const userTurn = (text: string): Content => ({ role: 'user', parts: [{ text }] });

/** Puts text in front of everything the user says. */
function sayFirst(turns: Content[], text: string): void {
  const [first] = turns;
  if (first?.role === 'user') turns[0] = { ...first, parts: [{ text: `${text}\n\n` }, ...first.parts] };
  else turns.unshift(userTurn(text));
}
