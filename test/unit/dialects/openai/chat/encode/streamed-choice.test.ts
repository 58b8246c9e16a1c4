import { describe, expect, it } from 'vitest';
import { createCallIds } from '../../../../../../src/core/dialects/openai/chat/encode/call-ids.ts';
import type { EncodeContext } from '../../../../../../src/core/dialects/openai/chat/encode/encode-context.ts';
import { createStreamedChoice } from '../../../../../../src/core/dialects/openai/chat/encode/streamed-choice.ts';
import type { Candidate, Part } from '../../../../../../src/core/google/wire.ts';
import { encodeContext, PNG } from '../../context.ts';
import { chunksOf } from '../../read-stream.ts';

const frame = { head: 'data: {"choices":[', tail: ']}\n\n' };

function open(overrides: Partial<EncodeContext> = {}, index = 0) {
  const context = encodeContext(overrides);
  const choice = createStreamedChoice(index, frame, context, createCallIds(context.ids));
  const choices = (events: string) => chunksOf(events).map((chunk) => chunk.choices[0]);
  return {
    push: (parts: Part[], candidate: Candidate = {}) => choices(choice.push({ content: { parts }, ...candidate })),
    refuse: choice.refuse,
    finish: () => choices(choice.finish()),
  };
}

const deltas = (choices: ReturnType<ReturnType<typeof open>['push']>) => choices.map((choice) => choice?.delta);

/** The deltas of one candidate, the last without its end. */
const deltasOf = (parts: Part[], overrides: Partial<EncodeContext> = {}) => deltas(open(overrides).push(parts));

const search: Candidate = {
  groundingMetadata: { groundingChunks: [{ web: { uri: 'https://a.test/', title: 'A' } }] },
};

describe('a choice', () => {
  it('names its index and, once, its role', () => {
    const choice = open({}, 3);
    expect(choice.push([{ text: 'a' }, { text: 'b' }])).toEqual([
      { index: 3, delta: { role: 'assistant', content: 'a' }, finish_reason: null },
      { index: 3, delta: { content: 'b' }, finish_reason: null },
    ]);
    expect(choice.finish()).toEqual([{ index: 3, delta: {}, finish_reason: 'stop' }]);
  });

  it('that said nothing still is a message with content', () => {
    expect(open().finish()).toEqual([{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: 'stop' }]);
  });

  it('says nothing of a piece without a word', () => {
    expect(open().push([{ text: '' }, { text: '', thought: true }], { finishReason: 'STOP' })).toEqual([]);
  });
});

describe('its deltas', () => {
  it('count calls and images, each kind for itself', () => {
    const image = { inlineData: { mimeType: 'image/png', data: PNG } };
    const call = { functionCall: { name: 'f' } };
    expect(deltasOf([image, call, image, call])).toMatchObject([
      { images: [{ index: 0 }] },
      { tool_calls: [{ index: 0, id: 'call_id1' }] },
      { images: [{ index: 1 }] },
      { tool_calls: [{ index: 1, id: 'call_id2' }] },
    ]);
  });

  it('write images into the content for clients that know no other way', () => {
    expect(deltasOf([{ inlineData: { mimeType: 'image/png', data: PNG } }], { images: 'markdown' })).toEqual([
      { role: 'assistant', content: `\n![image](data:image/png;base64,${PNG})\n` },
    ]);
  });

  it('name all pieces of sound by one id', () => {
    const choice = open();
    const sound = (data: string) => [{ inlineData: { mimeType: 'audio/L16;rate=24000', data } }];
    expect(deltas([...choice.push(sound('AAAA')), ...choice.push(sound('BBBB'))])).toEqual([
      { role: 'assistant', audio: { id: 'audio_id1', data: 'AAAA' } },
      { audio: { id: 'audio_id1', data: 'BBBB' } },
    ]);
  });

  it('hand on a signature that belongs to no call', () => {
    expect(deltasOf([{ text: '', thoughtSignature: 's' }])).toEqual([
      { role: 'assistant', extra_content: { google: { thought_signature: 's' } } },
    ]);
  });

  it('carry log probabilities once, with the first that is said or alone', () => {
    const logprobsResult = { chosenCandidates: [{ token: 'a', logProbability: -1 }] };
    const choice = open();
    const withText = choice.push([{ text: 'a' }, { text: 'b' }], { logprobsResult });
    expect(withText.map((one) => one !== undefined && 'logprobs' in one)).toEqual([true, false]);
    expect(choice.push([], { logprobsResult })).toMatchObject([{ delta: {}, logprobs: { content: [{ token: 'a' }] } }]);
  });
});

describe('thoughts', () => {
  const parts = [{ text: 'h', thought: true }, { text: 'm', thought: true }, { text: '42' }];
  const joined = (thoughts: EncodeContext['thoughts']) => {
    const choice = open(thoughts === undefined ? {} : { thoughts });
    const all = parts.flatMap((part) => deltas(choice.push([part])));
    return [...all, ...deltas(choice.finish())];
  };

  it('are apart from the content', () => {
    expect(joined('field')).toEqual([
      { role: 'assistant', reasoning_content: 'h' },
      { reasoning_content: 'm' },
      { content: '42' },
      {},
    ]);
    expect(joined(undefined)).toEqual(joined('field'));
  });

  it('are within one pair of tags however they are cut', () => {
    const content = joined('think-tags').map((delta) => delta?.content ?? '');
    expect(content.join('')).toBe('<think>\nhm\n</think>\n\n42');
  });

  it('that nothing follows end their tag all the same', () => {
    const choice = open({ thoughts: 'think-tags' });
    const all = [...choice.push([{ text: 'hm', thought: true }]), ...choice.finish()];
    expect(
      deltas(all)
        .map((delta) => delta?.content ?? '')
        .join(''),
    ).toBe('<think>\nhm\n</think>\n\n');
  });

  it('are nowhere when hidden', () => {
    expect(joined('hidden')).toEqual([{ role: 'assistant', content: '42' }, {}]);
  });
});

describe('the end', () => {
  it.each<[string, Part[], string, string]>([
    ['of text', [{ text: 'a' }], 'STOP', 'stop'],
    ['that came too early', [{ text: 'a' }], 'MAX_TOKENS', 'length'],
    ['with calls', [{ functionCall: { name: 'f' } }], 'STOP', 'tool_calls'],
    ['of an unknown kind', [{ text: 'a' }], 'TIRED', 'stop'],
  ])('%s', (_, parts, finishReason, expected) => {
    const choice = open();
    choice.push(parts, { finishReason });
    expect(choice.finish()).toEqual([{ index: 0, delta: {}, finish_reason: expected }]);
  });

  it('counts a call that comes after the finish reason', () => {
    const choice = open();
    choice.push([{ text: 'a' }], { finishReason: 'STOP' });
    choice.push([{ functionCall: { name: 'f' } }]);
    expect(choice.finish()).toMatchObject([{ finish_reason: 'tool_calls' }]);
  });

  it('by a filter says which, in the language of the client', () => {
    const choice = open({ language: 'zh' });
    choice.push([{ text: 'a' }], { finishReason: 'SAFETY' });
    expect(choice.finish()).toMatchObject([
      { delta: { refusal: expect.stringMatching(/^Google 中止了回答.*SAFETY/) } },
      { finish_reason: 'content_filter' },
    ]);
  });

  it('of a refused prompt is a message of empty content, whatever else Google says', () => {
    const choice = open();
    choice.refuse('No.');
    choice.push([], { finishReason: 'STOP' });
    expect(choice.finish()).toEqual([
      { index: 0, delta: { role: 'assistant', content: '', refusal: 'No.' }, finish_reason: null },
      { index: 0, delta: {}, finish_reason: 'content_filter' },
    ]);
  });

  it('brings the sources, of the last piece that named any', () => {
    const choice = open({ listSources: true });
    choice.push([{ text: 'a' }], search);
    choice.push([{ text: 'b' }], { groundingMetadata: { webSearchQueries: ['q'] } });
    const [list, annotations, end] = deltas(choice.finish());
    expect(list?.content).toContain('https://a.test/');
    expect(annotations).toMatchObject({ annotations: [{ url_citation: { url: 'https://a.test/', title: 'A' } }] });
    expect(end).toEqual({});
  });

  it('does not list sources unasked', () => {
    const choice = open();
    choice.push([{ text: 'a' }], search);
    expect(deltas(choice.finish()).some((delta) => delta !== undefined && 'content' in delta)).toBe(false);
  });
});

it('marks the cited words where they stand in the content, however the parts were cut', () => {
  const choice = open();
  choice.push([{ text: 'hm', thought: true }]);
  choice.push([{ text: 'Où ' }]);
  choice.push([{ text: 'est' }], {
    groundingMetadata: {
      groundingChunks: [{ web: { uri: 'https://a.test/', title: 'A' } }],
      groundingSupports: [{ segment: { partIndex: 1, startIndex: 4, endIndex: 7 }, groundingChunkIndices: [0] }],
    },
  });
  expect(deltas(choice.finish())).toMatchObject([
    { annotations: [{ url_citation: { start_index: 3, end_index: 6 } }] },
    {},
  ]);
});
