import { describe, expect, test } from 'vitest';
import { createChunkEncoder } from '../../../../../../src/core/dialects/openai/chat/encode/chunk-encoder.ts';
import { encodeCompletion } from '../../../../../../src/core/dialects/openai/chat/encode/completion.ts';
import type { Part } from '../../../../../../src/core/google/wire.ts';
import { answerOf, encodeContext, pieceOf } from '../../context.ts';

const context = encodeContext({ thoughts: 'think-tags' });
const thought = (text: string): Part => ({ text, thought: true });

function whole(...parts: Part[]) {
  return encodeCompletion([answerOf(parts)], context).choices[0]?.message.content;
}

function streamed(...parts: Part[]) {
  const encoder = createChunkEncoder(context);
  const wire = [...parts.map((part) => encoder.push(pieceOf([part]))), encoder.push(answerOf([])), encoder.end()].join(
    '',
  );
  return wire
    .split('\n\n')
    .filter((event) => event.startsWith('data: {'))
    .map((event) => JSON.parse(event.slice(6)).choices[0].delta.content ?? '')
    .join('');
}

describe.each([
  ['whole', whole],
  ['streamed', streamed],
])('thoughts between tags, %s', (_, read) => {
  test.each([
    ['thoughts, then text', [thought('Hm'), thought('m.'), { text: 'Yes.' }], '<think>\nHmm.\n</think>\n\nYes.'],
    ['nothing but thoughts', [thought('Hm.')], '<think>\nHm.\n</think>\n\n'],
    ['a call', [thought('Hm.'), { functionCall: { name: 'f' } }], '<think>\nHm.\n</think>\n\n'],
    [
      'by turns',
      [thought('a'), { text: 'b' }, thought('c'), { text: 'd' }],
      '<think>\na\n</think>\n\nb<think>\nc\n</think>\n\nd',
    ],
    ['an empty thought', [thought(''), { text: 'b' }], 'b'],
  ] satisfies Array<[string, Part[], string]>)('%s', (_name, parts, content) => {
    expect(read(...parts)).toBe(content);
  });
});

test('sources still point at the claim', () => {
  const groundingMetadata = {
    groundingChunks: [{ web: { uri: 'https://a.example', title: 'A' } }],
    groundingSupports: [
      { segment: { partIndex: 1, startIndex: 0, endIndex: 4, text: 'Yes.' }, groundingChunkIndices: [0] },
    ],
  };
  const answer = answerOf([thought('Hm.'), { text: 'Yes.' }], { groundingMetadata });
  const { content, annotations } = encodeCompletion([answer], context).choices[0]?.message ?? {};
  const { start_index = 0, end_index = 0 } = annotations?.[0]?.url_citation ?? {};
  expect(content?.slice(start_index, end_index)).toBe('Yes.');
});
