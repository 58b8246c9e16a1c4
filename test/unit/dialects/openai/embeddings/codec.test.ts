import { describe, expect, it } from 'vitest';
import { decodeEmbeddings, encodeEmbeddings } from '../../../../../src/core/dialects/openai/embeddings/codec.ts';

const model = 'gemini-embedding-001';

describe('decodeEmbeddings', () => {
  it('asks for each input under the full name of the model', () => {
    expect(decodeEmbeddings({ model: `models/${model}`, input: ['a', 'b'], dimensions: 256 })).toEqual({
      model: `models/${model}`,
      upstreamModel: model,
      format: 'float',
      batches: [
        {
          requests: ['a', 'b'].map((text) => ({
            model: `models/${model}`,
            content: { parts: [{ text }] },
            outputDimensionality: 256,
          })),
        },
      ],
    });
  });

  it('cuts more than a hundred inputs into batches, in order', () => {
    const input = Array.from({ length: 250 }, (_, index) => `text ${index}`);
    const { batches } = decodeEmbeddings({ model, input });
    expect(batches.map(({ requests }) => requests.length)).toEqual([100, 100, 50]);
    expect(batches.flatMap(({ requests }) => requests.map(({ content }) => content.parts[0]?.text))).toEqual(input);
  });

  it('takes null for unset', () => {
    expect(decodeEmbeddings({ model, input: 'a', dimensions: null, encoding_format: null, user: null })).toMatchObject({
      format: 'float',
      batches: [{ requests: [{ content: { parts: [{ text: 'a' }] } }] }],
    });
  });

  it.each([
    [{ input: 'a' }, 'model'],
    [{ model }, 'input'],
    [{ model, input: '' }, 'input'],
    [{ model, input: [] }, 'input'],
    [{ model, input: 7 }, 'input'],
    [{ model, input: ['a', ''] }, 'input[1]'],
    [{ model, input: [1, 2, 3] }, 'input[0]'],
    [{ model, input: [[1, 2, 3]] }, 'input[0]'],
    [{ model, input: 'a', dimensions: 0 }, 'dimensions'],
    [{ model, input: 'a', encoding_format: 'int8' }, 'encoding_format'],
  ])('refuses %j, naming %s', (body, field) => {
    expect(() => decodeEmbeddings(body)).toThrow(
      expect.objectContaining({ code: 'invalid_value', details: expect.objectContaining({ field }) }),
    );
  });
});

describe('encodeEmbeddings', () => {
  it('numbers the vectors through all batches', () => {
    const answers = [
      { embeddings: [{ values: [1, 0] }, { values: [0, 1] }], usageMetadata: { promptTokenCount: 3 } },
      { embeddings: [{ values: [0.5, 0.5] }], usageMetadata: { promptTokenCount: 2 } },
    ];
    expect(encodeEmbeddings(answers, { model, format: 'float' })).toEqual({
      object: 'list',
      model,
      data: [
        { object: 'embedding', index: 0, embedding: [1, 0] },
        { object: 'embedding', index: 1, embedding: [0, 1] },
        { object: 'embedding', index: 2, embedding: [0.5, 0.5] },
      ],
      usage: { prompt_tokens: 5, total_tokens: 5 },
    });
  });

  it('writes base64 as little-endian floats', () => {
    const { data } = encodeEmbeddings([{ embeddings: [{ values: [0.5, -1.25, 3] }] }], { model, format: 'base64' });
    const bytes = Buffer.from(String(data[0]?.embedding), 'base64');
    expect([0, 4, 8].map((at) => bytes.readFloatLE(at))).toEqual([0.5, -1.25, 3]);
    expect(bytes).toHaveLength(12);
  });
});
