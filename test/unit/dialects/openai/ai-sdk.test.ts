/** The AI SDK reads what the encoders write: its schema of a chunk is stricter than that of the official SDK. */
// covers: src/core/dialects/openai/chat/encode
import { createOpenAI } from '@ai-sdk/openai';
import { streamText } from 'ai';
import { expect, test } from 'vitest';
import { failureChunk } from '../../../../src/core/dialects/openai/chat/encode/chat-stream.ts';
import { createChunkEncoder } from '../../../../src/core/dialects/openai/chat/encode/chunk-encoder.ts';
import { encodeContext, pieceOf } from './context.ts';

test('a stream that fails in the middle fails there, too', async () => {
  const encoder = createChunkEncoder(encodeContext());
  const error = { message: 'It broke off', type: 'server_error', param: null, code: 'answer_truncated' };
  const body = encoder.push(pieceOf([{ text: 'half' }])) + failureChunk({ error });
  const { chat } = createOpenAI({
    apiKey: 'x',
    fetch: async () => new Response(body, { headers: { 'content-type': 'text/event-stream' } }),
  });
  const errors: unknown[] = [];
  const { fullStream } = streamText({
    model: chat('gemini-2.5-flash'),
    prompt: 'Hi',
    maxRetries: 0,
    onError: ({ error }) => void errors.push(error),
  });
  const parts: string[] = [];
  for await (const part of fullStream) parts.push(part.type === 'text-delta' ? part.text : part.type);
  expect(parts).toContain('half');
  expect(JSON.stringify(errors)).toContain('It broke off');
});
