import { describe, expect, it } from 'vitest';
import { encodeAnnotations } from '../../../../../../src/core/dialects/openai/chat/encode/annotations.ts';
import { createContentMap } from '../../../../../../src/core/dialects/openai/chat/encode/grounding-offsets.ts';
import type { Candidate } from '../../../../../../src/core/google/wire.ts';

const content = createContentMap();
content.add('Paris is the capital. Rome is another.', 0);
const encode = (candidate: Candidate) => encodeAnnotations(candidate, content).map((one) => one.url_citation);

const web = (name: string) => ({ web: { uri: `https://${name}/`, title: name } });
const whole = { start_index: 0, end_index: 38 };

describe('grounding', () => {
  it('is one annotation for each claim and source', () => {
    const segment = { startIndex: 0, endIndex: 21 };
    expect(
      encode({
        groundingMetadata: {
          groundingChunks: [web('a'), web('b')],
          groundingSupports: [
            { segment, groundingChunkIndices: [0, 1] },
            { segment: { startIndex: 22, endIndex: 38 }, groundingChunkIndices: [1, 9] },
          ],
        },
      }),
    ).toEqual([
      { url: 'https://a/', title: 'a', start_index: 0, end_index: 21 },
      { url: 'https://b/', title: 'b', start_index: 0, end_index: 21 },
      { url: 'https://b/', title: 'b', start_index: 22, end_index: 38 },
    ]);
  });

  it('names its sources of the whole answer when no claim is marked', () => {
    expect(encode({ groundingMetadata: { groundingChunks: [web('a')] } })).toEqual([
      { url: 'https://a/', title: 'a', ...whole },
    ]);
  });

  it('reads places, documents and images, and gives the address for a missing title', () => {
    const groundingChunks = [
      { maps: { uri: 'https://maps/', title: 'Place' } },
      { retrievedContext: { uri: 'https://doc/' } },
      { image: { sourceUri: 'https://image/', imageUri: 'https://image/x.png', title: 'Image' } },
      { retrievedContext: { text: 'without address' } },
    ];
    expect(encode({ groundingMetadata: { groundingChunks } })).toEqual([
      { url: 'https://maps/', title: 'Place', ...whole },
      { url: 'https://doc/', title: 'https://doc/', ...whole },
      { url: 'https://image/', title: 'Image', ...whole },
    ]);
  });

  it.each<[string, Candidate]>([
    ['no metadata', {}],
    ['only queries', { groundingMetadata: { webSearchQueries: ['capital of France'] } }],
    ['supports without sources', { groundingMetadata: { groundingSupports: [{ groundingChunkIndices: [0] }, {}] } }],
    ['citations without any', { citationMetadata: {} }],
  ])('is nothing with %s', (_, candidate) => {
    expect(encode(candidate)).toEqual([]);
  });
});

describe('citations', () => {
  it.each(['citations', 'citationSources'])('are read from %s', (name) => {
    const sources = [
      { startIndex: 22, endIndex: 26, uri: 'https://rome/', title: 'Rome' },
      { startIndex: 0, endIndex: 5, license: 'MIT' },
      { endIndex: 5, uri: 'https://paris/' },
    ];
    expect(encode({ citationMetadata: { [name]: sources } })).toEqual([
      { url: 'https://rome/', title: 'Rome', start_index: 22, end_index: 26 },
      { url: 'https://paris/', title: 'https://paris/', start_index: 0, end_index: 5 },
    ]);
  });
});
