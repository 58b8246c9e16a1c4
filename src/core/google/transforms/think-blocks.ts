/** Takes thoughts that were written into earlier answers out of them again: the model shall not take them for its words. */
import type { Content, GenerateContentRequest, Part } from '../wire.ts';

export const withoutThinkBlocks = (request: GenerateContentRequest): GenerateContentRequest => ({
  ...request,
  contents: request.contents.map(withoutBlocks),
});

function withoutBlocks(turn: Content): Content {
  if (turn.role !== 'model' || !turn.parts.some(hasBlock)) return turn;
  const parts = turn.parts.map((part) => (hasBlock(part) ? { ...part, text: withoutThoughts(part.text) } : part));
  const kept = parts.filter((part) => part.text !== '' || part.thoughtSignature !== undefined);
  // Google refuses a turn without parts.
  return { ...turn, parts: kept.length > 0 ? kept : [{ text: ' ' }] };
}

const hasBlock = (part: Part): part is Part & { text: string } => part.text?.includes('<think>') ?? false;

const OPEN = '<think>';
const CLOSE = '</think>';

/**
 * By hand, since a regular expression looks for the end anew from every beginning: a text of nothing but beginnings would take
 * the square of its length.
 */
function withoutThoughts(text: string): string {
  const kept: string[] = [];
  let done = 0;
  for (let open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, done)) {
    const close = text.indexOf(CLOSE, open);
    if (close < 0) break;
    kept.push(text.slice(done, open));
    done = close + CLOSE.length;
    while (isSpace(text[done])) done++;
  }
  return kept.join('') + text.slice(done);
}

const isSpace = (letter: string | undefined): boolean => letter !== undefined && letter.trim() === '';
