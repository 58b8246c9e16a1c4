import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createContentMap,
  type Segment,
} from '../../../../../../src/core/dialects/openai/chat/encode/grounding-offsets.ts';

const mapOf = (...texts: string[]) => {
  const map = createContentMap();
  texts.forEach((text, part) => {
    map.add(text, part);
  });
  return map;
};
const bytes = (text: string) => new TextEncoder().encode(text).length;
const points = (text: string) => [...text].length;

describe('find', () => {
  it('counts bytes in, code points out', () => {
    expect(
      mapOf('Ünïcödé 😀 text').find({ startIndex: bytes('Ünïcödé 😀 '), endIndex: bytes('Ünïcödé 😀 text') }),
    ).toEqual({
      start: 10,
      end: 14,
    });
  });

  it('adds what came before the part, ours included', () => {
    const map = createContentMap();
    map.add('😀', 0);
    map.add('\n```\n42\n```\n');
    map.add('Paris.', 2);
    expect(map.find({ partIndex: 2, startIndex: 0, endIndex: 5 })).toEqual({ start: 13, end: 18 });
  });

  it('joins the pieces of one part', () => {
    const map = createContentMap();
    for (const piece of ['Pa', 'ris', ' is']) map.add(piece, 0);
    expect(map.find({ startIndex: 2, endIndex: 5 })).toEqual({ start: 2, end: 5 });
  });

  it('trusts the words over an index that misleads', () => {
    const map = createContentMap();
    map.add('Rome. Paris.', 1);
    const segment: Segment = { partIndex: 0, startIndex: 0, endIndex: 6, text: 'Paris.' };
    expect(map.find(segment)).toEqual({ start: 6, end: 12 });
    expect(map.find({ ...segment, partIndex: 1 })).toEqual({ start: 6, end: 12 });
  });

  it('holds an end beyond the part to the part', () => {
    expect(mapOf('Paris', 'Rome').find({ startIndex: 2, endIndex: 99 })).toEqual({ start: 2, end: 5 });
    expect(mapOf('Paris').find({ startIndex: 50, endIndex: 10 })).toEqual({ start: 5, end: 5 });
  });

  it('takes the whole content for a segment of a part that is not there', () => {
    expect(mapOf('Paris', 'é').find({ partIndex: 7, endIndex: 3 })).toEqual({ start: 0, end: 6 });
  });

  it('finds every slice of every text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 4 }),
        fc.nat(),
        fc.nat(),
        fc.nat(),
        (texts, which, from, to) => {
          const partIndex = which % texts.length;
          const characters = [...(texts[partIndex] ?? '')];
          const [start, end] = [from, to].map((at) => at % (characters.length + 1)).sort((a, b) => a - b) as [
            number,
            number,
          ];
          const upTo = (count: number) => characters.slice(0, count).join('');
          const place = mapOf(...texts).find({ partIndex, startIndex: bytes(upTo(start)), endIndex: bytes(upTo(end)) });
          const base = points(texts.slice(0, partIndex).join(''));
          expect(place).toEqual({ start: base + start, end: base + end });
        },
      ),
    );
  });
});
