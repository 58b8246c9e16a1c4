import { describe, expect, it } from 'vitest';
import { createChunkEncoder } from '../../../../../../src/core/dialects/openai/chat/encode/chunk-encoder.ts';
import type { EncodeContext } from '../../../../../../src/core/dialects/openai/chat/encode/encode-context.ts';
import type { GenerateContentResponse, Part } from '../../../../../../src/core/google/wire.ts';
import { encodeContext, PNG, pieceOf } from '../../context.ts';
import { chunksOf, mergeChunks } from '../../read-stream.ts';

const last = (parts: Part[]) => pieceOf(parts, { finishReason: 'STOP' });

function run(pieces: readonly GenerateContentResponse[], overrides: Partial<EncodeContext> = {}) {
  const encoder = createChunkEncoder(encodeContext(overrides));
  const events = pieces.map((piece) => encoder.push(piece));
  const end = encoder.end();
  const chunks = chunksOf(events.join('') + end);
  return { events, end, chunks, merged: mergeChunks(chunks) };
}

describe('a stream of text', () => {
  it('is deltas with the role in the first, one finish reason, and [DONE]', () => {
    const { events, end } = run([pieceOf([{ text: 'Hel' }]), last([{ text: 'lo' }])]);
    const head = '"id":"chatcmpl-1","object":"chat.completion.chunk","created":1795000000,"model":"gemini-2.5-flash"';
    expect(events).toEqual([
      `data: {${head},"choices":[{"index":0,"delta":{"role":"assistant","content":"Hel"},"finish_reason":null}]}\n\n`,
      `data: {${head},"choices":[{"index":0,"delta":{"content":"lo"},"finish_reason":null}]}\n\n`,
    ]);
    expect(end).toBe(`data: {${head},"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n`);
  });

  it('escapes what JSON must, and stays on one line', () => {
    const text = 'a\n\r\u2028"\\\ud83d\ude00é';
    const { merged } = run([last([{ text }])]);
    expect(merged.choices[0]?.message.content).toBe(text);
  });

  it('sends thoughts as reasoning_content in deltas of their own', () => {
    const { chunks, merged } = run([last([{ text: 'Hm.', thought: true }, { text: '42' }])]);
    expect(chunks.map(({ choices }) => choices[0]?.delta)).toEqual([
      { role: 'assistant', reasoning_content: 'Hm.' },
      { content: '42' },
      {},
    ]);
    expect(merged.choices[0]?.message).toMatchObject({ content: '42', reasoning_content: 'Hm.' });
  });

  it.each<[string, GenerateContentResponse]>([
    ['no candidates', {}],
    ['empty candidates', { candidates: [] }],
    ['no content', { candidates: [{ index: 0 }] }],
    ['no parts', { candidates: [{ index: 0, content: { role: 'model' } }] }],
    ['an empty text', pieceOf([{ text: '' }])],
    ['an empty thought', pieceOf([{ text: '', thought: true }])],
    ['a part of an unknown kind', pieceOf([{ toolResponse: {} } as Part])],
    ['usage only', { usageMetadata: { promptTokenCount: 1 } }],
  ])('says nothing of a chunk with %s', (_, piece) => {
    const { events } = run([pieceOf([{ text: 'a' }]), piece, last([{ text: 'b' }])]);
    expect(events[1]).toBe('');
  });

  it('sends a lone signature beside the content', () => {
    const { merged } = run([pieceOf([{ text: 'a' }]), last([{ text: '', thoughtSignature: 'c2ln' }])]);
    expect(merged.choices[0]?.message).toMatchObject({
      content: 'a',
      extra_content: { google: { thought_signature: 'c2ln' } },
    });
  });
});

describe('finish reasons', () => {
  it('come once even when Google says STOP in every chunk', () => {
    const { chunks } = run([last([{ text: 'a' }]), last([{ text: 'b' }]), last([])]);
    expect(chunks.map(({ choices }) => choices[0]?.finish_reason)).toEqual([null, null, 'stop']);
  });

  it.each([
    ['MAX_TOKENS', 'length'],
    ['SAFETY', 'content_filter'],
    ['MALFORMED_FUNCTION_CALL', 'stop'],
    ['SOMETHING_NEW', 'stop'],
  ])('%s is %s', (reason, expected) => {
    const { merged } = run([pieceOf([{ text: 'a' }]), { candidates: [{ index: 0, finishReason: reason }] }]);
    expect(merged.choices[0]).toMatchObject({ finish_reason: expected, message: { content: 'a' } });
  });

  it('tells why a filter stopped the answer', () => {
    const { merged } = run([pieceOf([{ text: 'a' }], { finishReason: 'SAFETY' })]);
    expect(merged.choices[0]?.message.refusal).toContain('(SAFETY)');
  });

  it('gives an answer of nothing a role and an end', () => {
    const { chunks } = run([last([])]);
    expect(chunks.map(({ choices }) => choices[0])).toEqual([
      { index: 0, delta: { role: 'assistant', content: '' }, finish_reason: 'stop' },
    ]);
  });
});

describe('tool calls', () => {
  it('come whole, with an index over the whole stream, and end with tool_calls although the last chunk is empty', () => {
    const { chunks, merged } = run([
      pieceOf([{ functionCall: { name: 'f', args: { a: 1 } }, thoughtSignature: 'c2ln' }]),
      pieceOf([{ functionCall: { id: 'g1', name: 'g' } }]),
      last([{ text: '' }]),
    ]);
    expect(chunks[0]?.choices[0]?.delta.tool_calls).toEqual([
      {
        index: 0,
        id: 'call_id1',
        type: 'function',
        function: { name: 'f', arguments: '{"a":1}' },
        extra_content: { google: { thought_signature: 'c2ln' } },
      },
    ]);
    expect(chunks[1]?.choices[0]?.delta.tool_calls).toEqual([
      { index: 1, id: 'g1', type: 'function', function: { name: 'g', arguments: '{}' } },
    ]);
    expect(merged.choices[0]?.finish_reason).toBe('tool_calls');
  });

  it('are counted for each choice by itself', () => {
    const call = (index: number) => ({ index, content: { parts: [{ functionCall: { name: 'f' } }] } });
    const { chunks } = run([{ candidates: [call(0), call(1)] }]);
    const calls = chunks.flatMap(({ choices }) => choices.flatMap(({ delta }) => delta.tool_calls ?? []));
    expect(calls.map(({ index, id }) => [index, id])).toEqual([
      [0, 'call_id1'],
      [0, 'call_id2'],
    ]);
  });
});

describe('candidates', () => {
  it('interleave with one choice per chunk and a role each', () => {
    const piece = (a: string, b: string, finishReason?: string) => ({
      candidates: [a, b].map((text, index) => ({
        index,
        content: { parts: [{ text }] },
        ...(finishReason ? { finishReason } : {}),
      })),
    });
    const { chunks, merged } = run([piece('A', 'B'), piece('1', '2', 'STOP')]);
    expect(chunks.every(({ choices }) => choices.length === 1)).toBe(true);
    expect(chunks.map(({ choices }) => choices[0]?.delta.role)).toEqual([
      'assistant',
      'assistant',
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(merged.choices.map(({ message, finish_reason }) => [message.content, finish_reason])).toEqual([
      ['A1', 'stop'],
      ['B2', 'stop'],
    ]);
  });

  it('of several upstream calls take their number, and their usage adds up', () => {
    const encoder = createChunkEncoder(encodeContext({ includeUsage: true }));
    const piece = (text: string, tokens: number) => ({
      ...last([{ text }]),
      usageMetadata: { promptTokenCount: 5, candidatesTokenCount: tokens, totalTokenCount: 5 + tokens },
    });
    const events = encoder.push(piece('B', 1), 1) + encoder.push(piece('A', 2), 0) + encoder.push(piece('b', 4), 1);
    const merged = mergeChunks(chunksOf(events + encoder.end()));
    expect(merged.choices.map(({ index, message }) => [index, message.content])).toEqual([
      [0, 'A'],
      [1, 'Bb'],
    ]);
    expect(merged.usage).toMatchObject({ prompt_tokens: 10, completion_tokens: 6, total_tokens: 16 });
  });
});

describe('usage', () => {
  const counted = (text: string, tokens: number, finishReason?: string) => ({
    ...pieceOf([{ text }], finishReason ? { finishReason } : {}),
    usageMetadata: { promptTokenCount: 10, candidatesTokenCount: tokens, totalTokenCount: 10 + tokens },
  });

  it('is an own last chunk without choices when asked for: the last count, not the sum', () => {
    const { chunks } = run([counted('a', 2), counted('b', 4, 'STOP')], { includeUsage: true });
    expect(chunks.map(({ usage }) => usage?.total_tokens ?? usage)).toEqual([null, null, null, 14]);
    expect(chunks.at(-1)?.choices).toEqual([]);
  });

  it('is there even when Google counted nothing', () => {
    const { merged } = run([last([{ text: 'a' }])], { includeUsage: true });
    expect(merged.usage).toMatchObject({ prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 });
  });

  it('is absent when not asked for', () => {
    const { chunks } = run([counted('a', 2, 'STOP')]);
    expect(chunks.every((chunk) => !('usage' in chunk))).toBe(true);
  });
});

describe('what is not text', () => {
  const image = { inlineData: { mimeType: 'image/png', data: PNG } };

  it('sends images as delta.images, counted over the stream', () => {
    const { merged } = run([pieceOf([{ text: 'Here.' }, image]), last([image])]);
    expect(merged.choices[0]?.message.images?.map(({ index }) => index)).toEqual([0, 1]);
  });

  it('sends images as Markdown where that is wanted', () => {
    const { merged } = run([last([{ text: 'Here.' }, image])], { images: 'markdown' });
    expect(merged.choices[0]?.message.content).toBe(`Here.\n![image](data:image/png;base64,${PNG})\n`);
  });

  it('sends sound as bare samples under one id', () => {
    const sound = (data: string) => ({ inlineData: { mimeType: 'audio/L16;rate=24000', data } });
    const { chunks } = run([pieceOf([sound('AAE=')]), last([sound('AgM=')])]);
    expect(chunks.slice(0, 2).map(({ choices }) => choices[0]?.delta)).toEqual([
      { role: 'assistant', audio: { id: 'audio_id1', data: 'AAE=' } },
      { audio: { id: 'audio_id1', data: 'AgM=' } },
    ]);
  });

  it('sends logprobs with the text of their chunk, or by themselves', () => {
    const logprobsResult = { chosenCandidates: [{ token: 'a', logProbability: -0.5 }] };
    const { chunks, merged } = run([pieceOf([{ text: 'a' }], { logprobsResult }), pieceOf([], { logprobsResult })]);
    expect(chunks[0]?.choices[0]).toMatchObject({ delta: { content: 'a' }, logprobs: { content: [{ token: 'a' }] } });
    expect(chunks[1]?.choices[0]).toMatchObject({ delta: {}, logprobs: { content: [{ token: 'a' }] } });
    expect(merged.choices[0]?.logprobs?.content).toHaveLength(2);
  });

  it('sends sources before the finish, placed in the text of all chunks', () => {
    const groundingMetadata = {
      groundingChunks: [{ web: { uri: 'https://example.com/', title: 'Example' } }],
      groundingSupports: [{ segment: { startIndex: 4, endIndex: 13, text: 'är blå.' }, groundingChunkIndices: [0] }],
    };
    const { chunks, merged } = run([
      pieceOf([{ text: 'Hav ', thought: true }]),
      pieceOf([{ text: 'Hav ä' }]),
      pieceOf([{ text: 'r blå.' }], { groundingMetadata }),
      pieceOf([], { finishReason: 'STOP', groundingMetadata: { webSearchQueries: ['hav'] } }),
    ]);
    expect(chunks.at(-2)?.choices[0]?.delta).toHaveProperty('annotations');
    expect(merged.choices[0]?.message.annotations).toEqual([
      {
        type: 'url_citation',
        url_citation: { url: 'https://example.com/', title: 'Example', start_index: 4, end_index: 11 },
      },
    ]);
  });
});

describe('failures', () => {
  it('turn a blocked prompt into a refused choice', () => {
    const { merged } = run([{ promptFeedback: { blockReason: 'OTHER', blockReasonMessage: 'Not today' } }]);
    expect(merged.choices).toEqual([
      {
        index: 0,
        message: { role: 'assistant', content: '', refusal: 'Google blocked the prompt: Not today (OTHER).' },
        finish_reason: 'content_filter',
      },
    ]);
  });

  it('end only once', () => {
    const encoder = createChunkEncoder(encodeContext());
    expect(encoder.end()).toContain('[DONE]');
    expect(encoder.end()).toBe('');
  });
});
