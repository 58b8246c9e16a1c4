import { describe, expect, it } from 'vitest';
import { encodeResult } from '../../../../../../../src/core/dialects/openai/chat/decode/tools/tool-result.ts';

const responseTo = (...texts: string[]) =>
  encodeResult(
    texts.map((text) => ({ text })),
    { mediaInResponses: true },
  ).response;

describe('encodeResult', () => {
  it.each([
    ['{"a":1}', { a: 1 }],
    ['\n {"a":1} ', { a: 1 }],
    ['[1,2]', { result: '[1,2]' }],
    ['plain', { result: 'plain' }],
    ['{broken', { result: '{broken' }],
    ['7', { result: '7' }],
    ['null', { result: 'null' }],
  ])('%j becomes %j', (text, response) => {
    expect(responseTo(text)).toEqual(response);
  });

  it('joins several texts by lines, and answers for none', () => {
    expect(responseTo('a', 'b')).toEqual({ result: 'a\nb' });
    expect(responseTo()).toEqual({ result: '' });
  });

  it('keeps numbers as text that JavaScript would round', () => {
    const text = '{"id":9007199254740993123}';
    expect(responseTo(text)).toEqual({ result: text });
    expect(responseTo('{"sum":0.30000000000000004}')).toEqual({ sum: 0.30000000000000004 });
  });
});
