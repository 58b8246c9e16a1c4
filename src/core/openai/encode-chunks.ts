/** A stream of Gemini's events as the text of OpenAI's, failures and cut ends included. */

import type { SourcedEvents } from '../answer/fan-out.ts';
import { isProxyError, openAIErrorBody, ProxyError } from '../errors.ts';
import type { GenerateContentResponse } from '../gemini/wire.ts';
import type { EncodeContext } from './encode-context.ts';
import { createChunkEncoder } from './stream.ts';

export interface ChunkHooks {
  readonly signal: AbortSignal;
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
  { signal, onAnswer }: ChunkHooks,
): AsyncGenerator<string, void> {
  const encoder = createChunkEncoder(context);
  const fail = (error: ProxyError) => encoder.fail(openAIErrorBody(error, context.language));
  try {
    for await (const { source: number, events } of source) {
      let piece = '';
      for (const event of events) {
        piece += encoder.push(event, number);
        onAnswer(event);
      }
      yield piece;
    }
    yield encoder.finished ? encoder.end() : fail(new ProxyError('answer_truncated'));
  } catch (error) {
    if (signal.aborted) return;
    yield fail(
      isProxyError(error) ? error : new ProxyError('upstream_error', { reason: 'the stream could not be read' }),
    );
  }
}
