import { describe, expect, it } from 'vitest';
import {
  chatOfCompletion,
  completionOfChat,
  textEvents,
} from '../../../../../src/core/dialects/openai/chat/completions.ts';
import { failureChunk } from '../../../../../src/core/dialects/openai/chat/encode/chat-stream.ts';
import { createChunkEncoder } from '../../../../../src/core/dialects/openai/chat/encode/chunk-encoder.ts';
import { encodeCompletion } from '../../../../../src/core/dialects/openai/chat/encode/completion.ts';
import { answerOf, encodeContext, pieceOf } from '../context.ts';

describe('chatOfCompletion', () => {
  it('is a chat of one message, with the rest as it is', () => {
    expect(chatOfCompletion({ model: 'm', prompt: 'Once', max_tokens: 5, stop: ['.'], logprobs: 2 })).toEqual({
      model: 'm',
      messages: [{ role: 'user', content: 'Once' }],
      max_tokens: 5,
      stop: ['.'],
      logprobs: true,
      top_logprobs: 2,
    });
  });

  it('takes an array of one', () => {
    expect(chatOfCompletion({ prompt: ['Once'] })).toEqual({ messages: [{ role: 'user', content: 'Once' }] });
  });

  it.each([{}, { prompt: '' }, { prompt: [] }, { prompt: [1, 2] }, { prompt: ['a', 'b'] }])('refuses %j', (body) => {
    expect(() => chatOfCompletion(body)).toThrow(
      expect.objectContaining({ details: expect.objectContaining({ field: 'prompt' }) }),
    );
  });
});

it('completionOfChat tells only what the legacy form knows', () => {
  const chat = encodeCompletion(
    [answerOf([{ text: 'Hm', thought: true }, { text: ' upon' }, { functionCall: { name: 'f' } }])],
    encodeContext(),
  );
  expect(completionOfChat(chat)).toMatchObject({
    id: 'chatcmpl-1',
    object: 'text_completion',
    choices: [{ index: 0, text: ' upon', finish_reason: 'stop', logprobs: null }],
    usage: { total_tokens: 0 },
  });
});

describe('textEvents', () => {
  it('streams the same in the legacy form', () => {
    const encoder = createChunkEncoder(encodeContext({ includeUsage: true }));
    const events =
      encoder.push(pieceOf([{ text: ' upon' }])) +
      encoder.push(pieceOf([{ text: ' a' }], { finishReason: 'MAX_TOKENS' }));
    const chunks = textEvents(events + encoder.end()).split('\n\n');
    expect(chunks.slice(-2)).toEqual(['data: [DONE]', '']);
    const parsed = chunks.slice(0, -2).map((chunk) => JSON.parse(chunk.replace('data: ', '')));
    expect(parsed.map(({ object }) => object)).toEqual(Array(4).fill('text_completion'));
    expect(parsed.map(({ choices }) => choices[0])).toEqual([
      { index: 0, text: ' upon', logprobs: null, finish_reason: null },
      { index: 0, text: ' a', logprobs: null, finish_reason: null },
      { index: 0, text: '', logprobs: null, finish_reason: 'length' },
      undefined,
    ]);
    expect(parsed[3].usage).toMatchObject({ total_tokens: 0 });
  });

  it('tells failures in its form', () => {
    const events = failureChunk({ error: { message: 'broke', type: 'server_error', param: null, code: 'internal' } });
    const [failed = '', ...rest] = textEvents(events).split('\n\n');
    expect(JSON.parse(failed.replace('data: ', ''))).toMatchObject({
      error: { message: 'broke' },
      choices: [{ text: '' }],
    });
    expect(rest).toEqual(['data: [DONE]', '']);
  });
});
