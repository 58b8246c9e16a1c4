import { describe, expect, it } from 'vitest';
import { chatForm, textForm } from '../../../../../src/core/dialects/openai/chat/chat-form.ts';
import { failureChunk } from '../../../../../src/core/dialects/openai/chat/encode/chat-stream.ts';
import { createChunkEncoder } from '../../../../../src/core/dialects/openai/chat/encode/chunk-encoder.ts';
import { encodeCompletion } from '../../../../../src/core/dialects/openai/chat/encode/completion.ts';
import { answerOf, encodeContext } from '../context.ts';

const answer = answerOf([{ text: 'Hi' }]);
const completion = encodeCompletion([answer], encodeContext());

function streamed(): string {
  const encoder = createChunkEncoder(encodeContext());
  return encoder.push(answer) + encoder.end();
}

describe('the form of chats', () => {
  it('changes nothing on the way in or out', () => {
    const body = { model: 'm', messages: [] };
    expect(chatForm.chat(body)).toBe(body);
    expect(chatForm.whole(completion)).toBe(completion);
    expect(chatForm.events(streamed())).toBe(streamed());
  });
});

describe('the form of text completions', () => {
  it('asks a chat of one message', () => {
    expect(textForm.chat({ model: 'm', prompt: 'Say hi', max_tokens: 5, logprobs: 2 })).toEqual({
      model: 'm',
      messages: [{ role: 'user', content: 'Say hi' }],
      max_tokens: 5,
      logprobs: true,
      top_logprobs: 2,
    });
  });

  it.each([[{}], [{ prompt: '' }], [{ prompt: ['a', 'b'] }], [{ prompt: [1, 2] }]])(
    'refuses %j by its field',
    (body) => {
      expect(() => textForm.chat(body)).toThrow(
        expect.objectContaining({ details: expect.objectContaining({ field: 'prompt' }) }),
      );
    },
  );

  it('answers whole', () => {
    expect(textForm.whole(completion)).toMatchObject({
      object: 'text_completion',
      choices: [{ index: 0, text: 'Hi', logprobs: null, finish_reason: 'stop' }],
    });
  });

  it('answers in events of its own, as many as the chat has', () => {
    const events = textForm.events(streamed());
    const texts = [...events.matchAll(/"text":"([^"]*)"/g)].map(([, text]) => text);
    expect(texts).toEqual(['Hi', '']);
    expect(events.split('\n\n')).toHaveLength(streamed().split('\n\n').length);
    expect(events.endsWith('data: [DONE]\n\n')).toBe(true);
  });

  it('tells failures in its form, and nothing as nothing', () => {
    const failure = textForm.events(failureChunk({ error: { message: 'm', type: 't', param: null, code: 'c' } }));
    expect(failure).toContain('"choices":[{"text":""');
    expect(failure.endsWith('data: [DONE]\n\n')).toBe(true);
    expect(textForm.events('')).toBe('');
  });
});
