import { describe, expect, it } from 'vitest';
import { decodeConfig, refusalOf } from '../decode.ts';

describe('sampling', () => {
  it.each([
    [
      { temperature: 0, top_p: 0, seed: 0 },
      { temperature: 0, topP: 0, seed: 0 },
    ],
    [{ temperature: null, top_p: null, seed: null, stop: null, logprobs: null, max_tokens: null }, undefined],
    [{ top_k: 40 }, { topK: 40 }],
    [{ top_k: 0 }, undefined],
    [{ max_tokens: 5 }, { maxOutputTokens: 5 }],
    [{ max_tokens: 5, max_completion_tokens: 9 }, { maxOutputTokens: 9 }],
    [{ max_tokens: 5, max_completion_tokens: null }, { maxOutputTokens: 5 }],
    [{ max_tokens: -1, max_completion_tokens: 0 }, undefined],
    [{ stop: 'END' }, { stopSequences: ['END'] }],
    [{ stop: ['', 'a', 'b'] }, { stopSequences: ['a', 'b'] }],
    [{ stop: [...'abcdefg'] }, { stopSequences: [...'abcde'] }],
    [{ stop: '' }, undefined],
    [{ seed: 2 ** 32 + 7 }, { seed: 7 }],
    [{ seed: 2 ** 31 }, { seed: -(2 ** 31) }],
    [
      { logprobs: true, top_logprobs: 3 },
      { responseLogprobs: true, logprobs: 3 },
    ],
    [{ logprobs: true, top_logprobs: 0 }, { responseLogprobs: true }],
    [{ logprobs: false, top_logprobs: 3 }, undefined],
    [{ top_logprobs: 3 }, undefined],
    [{ logprobs: 5 }, { responseLogprobs: true, logprobs: 5 }],
    [{ presence_penalty: 1, frequency_penalty: 1 }, undefined],
    [{ model: 'gemini-2.0-flash', presence_penalty: 1, frequency_penalty: 0 }, { presencePenalty: 1 }],
    [{ model: 'gemini-3.6-flash', temperature: 1, top_p: 1, top_k: 1, seed: 1 }, { seed: 1 }],
    [{ model: 'gemini-3.5-flash', temperature: 1 }, { temperature: 1 }],
  ])('%j', (body, expected) => {
    expect(decodeConfig(body)).toEqual(expected);
  });

  it.each([
    ['temperature', 3],
    ['temperature', '1'],
    ['top_p', 1.5],
    ['top_k', 1.5],
    ['max_tokens', 1.5],
    ['seed', 'x'],
    ['stop', 7],
    ['stop', ['a', 7]],
    ['logprobs', 'yes'],
    ['top_logprobs', 21],
    ['presence_penalty', 3],
    ['n', 0],
    ['n', 9],
  ])('%s cannot be %j', (field, value) => {
    const body = { model: 'gemini-2.5-flash', messages: [{ role: 'user', content: 'Hi' }], [field]: value };
    expect(refusalOf(body)).toEqual(['invalid_value', field]);
  });
});
