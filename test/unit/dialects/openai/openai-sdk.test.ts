/** The official SDK, and its helpers, read what the encoders write. */
// covers: src/core/dialects/openai/chat/encode
import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { failureChunk } from '../../../../src/core/dialects/openai/chat/encode/chat-stream.ts';
import { createChunkEncoder } from '../../../../src/core/dialects/openai/chat/encode/chunk-encoder.ts';
import { encodeCompletion } from '../../../../src/core/dialects/openai/chat/encode/completion.ts';
import { encodeEmbeddings } from '../../../../src/core/dialects/openai/embeddings/codec.ts';
import { answerOf, encodeContext, pieceOf } from './context.ts';

const clientOf = (body: string, contentType: string) =>
  new OpenAI({
    apiKey: 'x',
    baseURL: 'https://hajimi.invalid/v1',
    maxRetries: 0,
    fetch: async () => new Response(body, { headers: { 'content-type': contentType } }),
  });
const streaming = (events: string) => clientOf(events, 'text/event-stream');
const whole = (value: unknown) => clientOf(JSON.stringify(value), 'application/json');
const body = { model: 'gemini-2.5-flash', messages: [{ role: 'user' as const, content: 'Hi' }] };

describe('chat.completions.stream', () => {
  it('accumulates text, calls, finish reason and usage', async () => {
    const encoder = createChunkEncoder(encodeContext({ includeUsage: true }));
    const events = [
      pieceOf([{ text: 'Let me ' }]),
      pieceOf([{ text: 'look.' }]),
      pieceOf([{ functionCall: { id: 'a', name: 'f', args: { x: 1 } }, thoughtSignature: 'c2ln' }]),
      {
        ...pieceOf([{ functionCall: { id: 'b', name: 'g' } }], { finishReason: 'STOP' }),
        usageMetadata: { totalTokenCount: 9 },
      },
    ].map((piece) => encoder.push(piece));
    const stream = streaming(events.join('') + encoder.end()).chat.completions.stream(body);
    const completion = await stream.finalChatCompletion();
    expect(completion.usage?.total_tokens).toBe(9);
    expect(completion.choices[0]).toMatchObject({
      finish_reason: 'tool_calls',
      message: {
        role: 'assistant',
        content: 'Let me look.',
        tool_calls: [
          {
            id: 'a',
            type: 'function',
            function: { name: 'f', arguments: '{"x":1}' },
            extra_content: { google: { thought_signature: 'c2ln' } },
          },
          { id: 'b', type: 'function', function: { name: 'g', arguments: '{}' } },
        ],
      },
    });
  });

  it('reads several choices', async () => {
    const encoder = createChunkEncoder(encodeContext());
    const piece = { candidates: ['A', 'B'].map((text, index) => ({ index, content: { parts: [{ text }] } })) };
    const stream = streaming(encoder.push(piece) + encoder.end()).chat.completions.stream(body);
    const { choices } = await stream.finalChatCompletion();
    expect(choices.map(({ message }) => message.content)).toEqual(['A', 'B']);
  });

  it('throws on a failure in mid-stream', async () => {
    const encoder = createChunkEncoder(encodeContext());
    const events =
      encoder.push(pieceOf([{ text: 'Once' }])) +
      failureChunk({ error: { message: 'It broke', type: 'server_error', param: null, code: 'upstream_error' } });
    const stream = streaming(events).chat.completions.stream(body);
    await expect(stream.finalChatCompletion()).rejects.toThrow('It broke');
  });
});

it('chat.completions.create and .parse read a whole answer', async () => {
  const completion = encodeCompletion([answerOf([{ text: '{"city":"Rome"}' }])], encodeContext());
  expect((await whole(completion).chat.completions.create(body)).choices[0]?.message.content).toBe('{"city":"Rome"}');
  const response_format = {
    type: 'json_schema' as const,
    json_schema: { name: 'place', strict: true, schema: { type: 'object' } },
  };
  const parsed = await whole(completion).chat.completions.parse({ ...body, response_format });
  expect(parsed.choices[0]?.message.refusal).toBeNull();
});

it('embeddings.create decodes the base64 that it asks for by itself', async () => {
  const answer = encodeEmbeddings([{ embeddings: [{ values: [0.5, -1.25] }] }], { model: 'm', format: 'base64' });
  const { data } = await whole(answer).embeddings.create({ model: 'm', input: 'a' });
  expect(Array.from(data[0]?.embedding ?? [])).toEqual([0.5, -1.25]);
});
