/** Whatever the network does to a recording, the client gets the same bytes. */
// covers: src/core/google/stream/sse.ts, src/core/dialects/openai/chat/encode/chunk-encoder.ts

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createChunkEncoder } from '../../../../../../src/core/dialects/openai/chat/encode/chunk-encoder.ts';
import { encodeCompletion } from '../../../../../../src/core/dialects/openai/chat/encode/completion.ts';
import { readEventStream } from '../../../../../../src/core/google/stream/sse.ts';
import type { GenerateContentResponse, Part } from '../../../../../../src/core/google/wire.ts';
import { toAsyncIterable } from '../../../../../../src/core/utils/streams/async-iterable.ts';
import { fromWebStream } from '../../../../../../src/core/utils/streams/web-stream.ts';
import { encodeContext, PNG, pieceOf } from '../../context.ts';
import { chunksOf, mergeChunks } from '../../read-stream.ts';

const utf8 = new TextEncoder();

const record = (answers: readonly GenerateContentResponse[], end: string) =>
  utf8.encode(answers.map((answer) => `data: ${JSON.stringify(answer)}${end}${end}`).join(''));

/** The client's bytes for a recording that arrives in these pieces. */
async function clientBytes(pieces: readonly Uint8Array<ArrayBuffer>[]): Promise<string> {
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      controller.close();
    },
  });
  const encoder = createChunkEncoder(encodeContext({ includeUsage: true }));
  let bytes = '';
  for await (const answers of toAsyncIterable(readEventStream(fromWebStream(body)))) {
    for (const answer of answers) bytes += encoder.push(answer);
  }
  return bytes + encoder.end();
}

/** An answer with everything in it. */
const recording: GenerateContentResponse[] = [
  pieceOf([{ text: '想一想…', thought: true }]),
  pieceOf([{ text: 'Où est « Ⅷ » ? 😀' }, { inlineData: { mimeType: 'image/png', data: PNG } }]),
  pieceOf([{ functionCall: { id: 'c1', name: 'f', args: { größe: '\r\n"\\' } }, thoughtSignature: 'c2ln' }]),
  { candidates: [{ index: 1, content: { parts: [{ text: 'b\u2028' }] }, finishReason: 'MAX_TOKENS' }] },
  {
    ...pieceOf([{ text: '' }], {
      finishReason: 'STOP',
      groundingMetadata: {
        groundingChunks: [{ web: { uri: 'https://a/', title: 'ä' } }],
        groundingSupports: [{ segment: { partIndex: 1, endIndex: 3 }, groundingChunkIndices: [0] }],
      },
    }),
    usageMetadata: { promptTokenCount: 8, candidatesTokenCount: 4, totalTokenCount: 12 },
  },
];

describe.each([
  ['CRLF', '\r\n'],
  ['LF', '\n'],
])('a recording with %s', (_, end) => {
  const bytes = record(recording, end);

  it('gives the same client bytes for every cut in two', async () => {
    const whole = await clientBytes([bytes]);
    expect(chunksOf(whole).length).toBeGreaterThan(6);
    for (let cut = 1; cut < bytes.length; cut++) {
      expect(await clientBytes([bytes.subarray(0, cut), bytes.subarray(cut)])).toBe(whole);
    }
  });

  it('gives the same client bytes byte by byte', async () => {
    expect(await clientBytes(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toBe(await clientBytes([bytes]));
  });

  it('gives the same client bytes for any cuts', async () => {
    const whole = await clientBytes([bytes]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 20 }), async (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), bytes.length];
        const pieces = at.slice(1).map((to, index) => bytes.subarray(at[index], to));
        expect(await clientBytes(pieces)).toBe(whole);
      }),
    );
  });
});

it('a JSON array gives the same client bytes as events', async () => {
  const array = utf8.encode(JSON.stringify(recording, null, 2));
  expect(await clientBytes([array])).toBe(await clientBytes([record(recording, '\n')]));
});

describe('a stream of any answer', () => {
  const text = fc.string({ unit: 'grapheme', minLength: 1 });
  const part: fc.Arbitrary<Part> = fc.oneof(
    { weight: 4, arbitrary: fc.record({ text }) },
    fc.record({ text, thought: fc.constant(true) }),
    fc.record({
      functionCall: fc.record({
        name: fc.constantFrom('f', 'g'),
        args: fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean())),
      }),
      thoughtSignature: fc.base64String({ minLength: 4 }),
    }),
    fc.record({ inlineData: fc.record({ mimeType: fc.constant('image/png'), data: fc.constant(PNG) }) }),
    fc.record({ executableCode: fc.record({ language: fc.constant('PYTHON'), code: text }) }),
  );

  it('joins to what the whole answer says', () => {
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1 }),
        fc.constantFrom('STOP', 'MAX_TOKENS', 'SAFETY'),
        (parts, reason) => {
          const encoder = createChunkEncoder(encodeContext());
          const events = structuredClone(parts).map((one) => encoder.push(pieceOf([one])));
          events.push(encoder.push({ candidates: [{ index: 0, finishReason: reason }] }));
          const [streamed] = mergeChunks(chunksOf(events.join('') + encoder.end())).choices;
          const whole = { candidates: [{ content: { parts: structuredClone(parts) }, finishReason: reason }] };
          const [choice] = encodeCompletion([whole], encodeContext()).choices;
          // What a delta cannot say is that a field is null.
          expect({ content: '', refusal: null, ...streamed?.message }).toEqual({
            ...choice?.message,
            content: choice?.message.content ?? '',
          });
          expect(streamed?.finish_reason).toBe(choice?.finish_reason);
        },
      ),
    );
  });
});
