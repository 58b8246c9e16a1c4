import { describe, expect, it, test } from 'vitest';
import { map } from '../../../../src/core/utils/streams/map.ts';
import { fromPieces } from '../../../../src/core/utils/streams/source.ts';
import { fromWebStream, piecesOf, toWebStream } from '../../../../src/core/utils/streams/web-stream.ts';
import { checkItems, describeSource } from '../../../contract/source.ts';
import { jobsDone, scriptedSource } from '../../../support/scripted-source.ts';

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describeSource('what went through a stream of the web', (script) => {
  const base = scriptedSource(script);
  const texts = map(base, { each: (item) => `${item}` });
  const source = map(fromWebStream(toWebStream(texts)), { each: decode });
  const items = script.items.map(({ item }) => `${item}`);
  return { source, bases: [base], check: checkItems(items, script) };
});

describe('a stream for the web', () => {
  it('has a chunk of bytes for each piece that says something', async () => {
    const bytes = new Uint8Array([1, 2]);
    const stream = toWebStream(fromPieces(['', 'data: 你\n\n', new Uint8Array(), bytes, '']));
    const chunks: Uint8Array[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    expect(chunks).toEqual([new TextEncoder().encode('data: 你\n\n'), bytes]);
    // Nothing is copied that need not be.
    expect(chunks[1]).toBe(bytes);
  });

  it('reads nothing before its reader asks, and no more than that', async () => {
    const base = scriptedSource({
      items: ['a', 'b'].map((item) => ({ item, when: 'now' as const })),
      last: { when: 'now' },
    });
    const reader = toWebStream(base).getReader();
    await jobsDone();
    expect(base.asked).toBe(0);
    await reader.read();
    await jobsDone();
    expect(base.asked).toBe(1);
  });

  it('whose reader leaves while it waits ends the source', async () => {
    const base = scriptedSource<string>({ items: [], last: { when: 'held' } });
    const reader = toWebStream(base).getReader();
    const waiting = reader.read();
    await jobsDone();
    await reader.cancel('enough');
    expect([await waiting, base.reasons]).toEqual([{ done: true, value: undefined }, ['enough']]);
  });
});

test('a stream that was broken already is left without being waited for', async () => {
  const reasons: unknown[] = [];
  const stream = new ReadableStream<string>({
    pull: () => new Promise<never>(() => undefined),
    cancel(reason: unknown) {
      reasons.push(reason);
      return Promise.reject(new Error('it is broken already'));
    },
  });
  const source = fromWebStream(stream);
  const waiting = source.next();
  source.cancel('enough');
  expect(await waiting).toBe(undefined);
  await jobsDone();
  expect(reasons).toEqual(['enough']);
});

describe('the body of an answer', () => {
  it('is what the shell has without a stream, where it has a way', async () => {
    const pieces = fromPieces([new Uint8Array([1])]);
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>();
    expect(piecesOf({ body, pieces: () => pieces })).toBe(pieces);
    expect(piecesOf({ body, pieces: () => undefined })).toBe(undefined);
    expect(body.locked).toBe(false);
  });

  it('is else the web’s, or none', async () => {
    expect(await piecesOf(new Response(new Uint8Array([1])))?.next()).toEqual(new Uint8Array([1]));
    expect(piecesOf(new Response(null))).toBe(undefined);
  });
});

test('a stream of the web has one reader', () => {
  const stream = toWebStream(fromPieces(['a']));
  fromWebStream(stream);
  expect(() => fromWebStream(stream)).toThrow(TypeError);
});
