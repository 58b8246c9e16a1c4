import { describe, expect, it, test } from 'vitest';
import { bodyOf, isPieces, jsonReply, wholeReply } from '../../src/core/exchange.ts';
import { type Bytes, concatBytes } from '../../src/core/utils/bytes.ts';
import { fromPieces } from '../../src/core/utils/streams/source.ts';
import { scriptedSource } from '../support/scripted-source.ts';

const encode = (text: string): Bytes => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** A body in three pieces. */
const pieces = () =>
  scriptedSource({
    items: ['one ', 'two ', '三'].map((text) => ({ item: encode(text), when: 'soon' as const })),
    last: { when: 'soon' },
  });
const SIZE = encode('one two 三').length;

describe('the body of an exchange', () => {
  it.each([
    ['whose length nobody knows', undefined],
    ['whose length is known', SIZE],
    ['that is shorter than was said', SIZE + 5],
  ])('%s is given whole', async (_, length) => {
    const { body } = bodyOf(pieces, length);
    expect(decode(await body())).toBe('one two 三');
  });

  it.each([[undefined], [0]])('may be empty (length %s)', async (length) => {
    expect(await bodyOf(() => fromPieces<Bytes>([]), length).body()).toEqual(new Uint8Array());
  });

  it('may be as large as the limit', async () => {
    expect((await bodyOf(pieces).body(SIZE)).length).toBe(SIZE);
    expect((await bodyOf(pieces, SIZE).body(SIZE)).length).toBe(SIZE);
  });

  it('is not read where it says that it is larger', async () => {
    const source = pieces();
    const { body } = bodyOf(() => source, SIZE);
    const refused = { code: 'body_too_large', details: { limit: (SIZE - 1) / 1024 / 1024 } };
    await expect(body(SIZE - 1)).rejects.toMatchObject(refused);
    expect(source.asked).toBe(0);
  });

  it('is not read on where it turns out to be larger', async () => {
    const source = pieces();
    const { body } = bodyOf(() => source);
    await expect(body(6)).rejects.toMatchObject({ code: 'body_too_large' });
    expect([source.asked, source.reasons]).toEqual([2, [expect.objectContaining({ code: 'body_too_large' })]]);
  });

  it('fails with what breaks it', async () => {
    const broken = new Error('broken');
    const source = scriptedSource<Bytes>({ items: [], last: { when: 'soon', error: broken } });
    await expect(bodyOf(() => source).body()).rejects.toBe(broken);
  });

  it.each(['body', 'pieces'] as const)('is taken once, in one of two ways: %s', async (way) => {
    const both = bodyOf(pieces);
    if (way === 'body') await both.body();
    else both.pieces();
    await expect(both.body()).rejects.toThrow('has been taken');
    expect(() => both.pieces()).toThrow('has been taken');
  });

  it('comes as it comes where that is wanted', async () => {
    const source = bodyOf(pieces).pieces();
    const read: Bytes[] = [];
    for (let piece = await source.next(); piece !== undefined; piece = await source.next()) read.push(piece);
    expect([read.length, decode(concatBytes(read))]).toEqual([3, 'one two 三']);
  });
});

test('a reply is of JSON unless it says otherwise', () => {
  expect(jsonReply({ a: 1 })).toEqual({
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: '{"a":1}',
  });
  const bytes = encode('{}');
  const headers = { 'content-type': 'application/json; charset=UTF-8', 'x-a': 'b' };
  expect(wholeReply(bytes, headers, 404)).toEqual({ status: 404, headers, body: bytes });
});

test('pieces are told from what is there', () => {
  expect([fromPieces(['a']), 'a', encode('a'), null].map(isPieces)).toEqual([true, false, false, false]);
});
