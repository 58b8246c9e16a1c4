/** A stream of Gemini's events as the text of OpenAI's, failures and cut ends included. */

import { hasLeft } from '../../../../ended.ts';
import type { OpenAIErrorBody } from '../../../../errors.ts';
import type { GenerateContentResponse } from '../../../../google/wire.ts';
import type { SourcedEvents } from '../../../../pipeline/merge-streams.ts';
import type { ChatForm } from '../chat-form.ts';
import { createChunkEncoder } from './chunk-encoder.ts';
import type { EncodeContext } from './encode-context.ts';

export interface ChunkHooks {
  readonly signal: AbortSignal;
  readonly form: ChatForm;
  /** What the client is told of an error. */
  told(error: unknown): OpenAIErrorBody;
  /** Each answer after it was encoded, when its calls have their ids. */
  onAnswer(answer: GenerateContentResponse): void;
}

/**
 * Pieces of whole events. Never throws: the head has been sent, so what fails is told as an error event (a torn stream
 * leaves SillyTavern with "…" and no word: clients.md part 1, section 3). Ends silently when the client has left.
 */
export async function* encodeChunks(
  source: AsyncIterable<SourcedEvents>,
  context: EncodeContext,
  { signal, form, told, onAnswer }: ChunkHooks,
): AsyncGenerator<string, void> {
  const encoder = createChunkEncoder(context);
  try {
    for await (const { source: number, events } of source) {
      let piece = '';
      for (const event of events) {
        piece += encoder.push(event, number);
        onAnswer(event);
      }
      yield form.events(piece);
    }
    yield form.events(encoder.end());
  } catch (error) {
    if (!hasLeft(signal)) yield form.events(failureChunk(told(error)));
  }
}

/**
 * Simple clients read `choices[0].delta` of whatever comes and die without it. It has no `index`: with one, the schema of the
 * AI SDK takes the event for an ordinary chunk and drops the error.
 */
const FAILED = { choices: [{ delta: { content: '' }, finish_reason: 'error' }] };

/** The end of a stream that failed: SDKs throw at the first event, simpler clients wait for the second. */
export const failureChunk = (error: OpenAIErrorBody): string =>
  `data: ${JSON.stringify({ ...error, ...FAILED })}\n\ndata: [DONE]\n\n`;

/** A whole, ordinary chunk that says nothing: some clients break on comments and `event:` lines. */
export function keepAliveChunk({ id, created, model, includeUsage }: EncodeContext): string {
  const chunk = {
    id,
    object: 'chat.completion.chunk',
    created,
    model,
    choices: [{ index: 0, delta: {}, finish_reason: null }],
    ...(includeUsage && { usage: null }),
  };
  return `data: ${JSON.stringify(chunk)}\n\n`;
}
