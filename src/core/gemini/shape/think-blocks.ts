/** Takes thoughts that were written into earlier answers out of them again: the model shall not take them for its words. */
import type { Content, GenerateContentRequest, Part } from '../wire.ts';

const block = /<think>[\s\S]*?<\/think>\s*/g;

export const withoutThinkBlocks = (request: GenerateContentRequest): GenerateContentRequest => ({
  ...request,
  contents: request.contents.map(withoutBlocks),
});

function withoutBlocks(turn: Content): Content {
  if (turn.role !== 'model' || !turn.parts.some(hasBlock)) return turn;
  const parts = turn.parts.map((part) => (hasBlock(part) ? { ...part, text: part.text.replace(block, '') } : part));
  const kept = parts.filter((part) => part.text !== '' || part.thoughtSignature !== undefined);
  // Google refuses a turn without parts.
  return { ...turn, parts: kept.length > 0 ? kept : [{ text: ' ' }] };
}

const hasBlock = (part: Part): part is Part & { text: string } => part.text?.includes('<think>') ?? false;
