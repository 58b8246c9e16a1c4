import type { EncodeContext } from '../../../../src/core/dialects/openai/chat/encode/encode-context.ts';
import type { Candidate, GenerateContentResponse, Part } from '../../../../src/core/google/wire.ts';

/** A context with ids that count: `id1`, `id2`, ... */
export function encodeContext(overrides: Partial<EncodeContext> = {}): EncodeContext {
  let count = 0;
  return {
    id: 'chatcmpl-1',
    created: 1_795_000_000,
    model: 'gemini-2.5-flash',
    includeUsage: false,
    ids: () => `id${++count}`,
    clientName: (name) => name,
    images: 'field',
    language: 'en',
    ...overrides,
  };
}

/** An answer of one candidate that ended well, unless told otherwise. */
export function answerOf(parts: Part[], candidate: Candidate = {}): GenerateContentResponse {
  return { candidates: [{ content: { role: 'model', parts }, finishReason: 'STOP', index: 0, ...candidate }] };
}

/** A piece of a streamed answer: no finish reason, unless told otherwise. */
export function pieceOf(parts: Part[], candidate: Candidate = {}): GenerateContentResponse {
  return { candidates: [{ content: { role: 'model', parts }, index: 0, ...candidate }] };
}

export const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
