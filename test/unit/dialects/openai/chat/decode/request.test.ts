import { describe, expect, it } from 'vitest';
import { decode, refusalOf } from './decode.ts';

const messages = [{ role: 'user', content: 'Hi' }];

describe('decodeChat', () => {
  it('sends the least there is to send', () => {
    expect(decode({ google: { safety_settings: [] } })).toMatchObject({
      model: 'gemini-2.5-flash',
      request: { contents: [{ role: 'user', parts: [{ text: 'Hi' }] }], safetySettings: [] },
      stream: false,
      includeUsage: false,
      copies: 1,
      callIds: [],
    });
  });

  it("strips the model's prefix and nothing else", () => {
    expect(decode({ model: 'models/gemini-2.5-flash' }).model).toBe('gemini-2.5-flash');
    expect(decode({ model: 'tunedModels/mine' }).model).toBe('tunedModels/mine');
  });

  it.each([
    [{ stream: true, stream_options: { include_usage: true } }, true, true],
    [{ stream: true, stream_options: null }, true, false],
    [{ stream: null }, false, false],
  ])('reads how to answer: %j', (body, stream, includeUsage) => {
    expect(decode(body)).toMatchObject({ stream, includeUsage });
  });

  it.each([
    ['flex', 'flex'],
    ['priority', 'priority'],
    ['auto', undefined],
    ['default', undefined],
    [null, undefined],
  ])('service tier %s', (service_tier, expected) => {
    expect(decode({ service_tier }).request.serviceTier).toBe(expected);
  });

  it('forwards nothing that Google does not know', () => {
    const { request } = decode({
      user: 'u-1',
      metadata: { a: 'b' },
      store: true,
      logit_bias: { '50256': -100 },
      parallel_tool_calls: false,
      prediction: { type: 'content', content: 'x' },
      verbosity: 'low',
      prompt_cache_key: 'k',
      made_up: 1,
    });
    expect(Object.keys(request)).toEqual(['contents', 'safetySettings']);
  });

  it('tells the ids of earlier calls', () => {
    const call = (id: string) => ({ id, type: 'function', function: { name: 'f', arguments: '{}' } });
    const history = [...messages, { role: 'assistant', tool_calls: [call('a'), call('b')] }];
    expect(decode({ messages: history }).callIds).toEqual(['a', 'b']);
  });

  it.each([
    ['body', null],
    ['body', []],
    ['body', 'text'],
    ['model', { messages }],
    ['model', { model: '', messages }],
    ['model', { model: 7, messages }],
    ['messages', { model: 'gemini-2.5-flash' }],
    ['stream', { model: 'gemini-2.5-flash', messages, stream: 'yes' }],
    ['stream_options', { model: 'gemini-2.5-flash', messages, stream_options: true }],
    ['service_tier', { model: 'gemini-2.5-flash', messages, service_tier: 1 }],
  ])('names %s', (field, body) => {
    expect(refusalOf(body)).toEqual(['invalid_value', field]);
  });
});
