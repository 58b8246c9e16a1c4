/** One streamed answer in the form of its endpoint, from batch to batch. */
import type { OpenAIErrorBody } from '../../../../errors.ts';
import type { GenerateContentResponse } from '../../../../google/wire.ts';
import type { StreamEncoder } from '../../../dialect.ts';
import type { ChatForm } from '../chat-form.ts';
import { createChunkEncoder } from './chunk-encoder.ts';
import type { EncodeContext } from './encode-context.ts';

/** @param onSigned each event with a signed call, after it was encoded: then its calls have their ids */
export function chatStream(
  context: EncodeContext,
  form: ChatForm,
  onSigned: (event: GenerateContentResponse) => void,
): StreamEncoder {
  const encoder = createChunkEncoder(context);
  return {
    batch({ events, isSigned }, source) {
      let piece = '';
      for (const event of events) piece += encoder.push(event, source);
      if (isSigned) events.forEach(onSigned);
      return form.events(piece);
    },
    end: () => form.events(encoder.end()),
    // An error event, not a torn connection: SillyTavern would show "…" and no message (docs/design/clients.md#the-wire).
    fail: (error) => form.events(failureChunk(error as OpenAIErrorBody)),
    keepAlive: () => form.events(keepAliveChunk(context)),
  };
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
