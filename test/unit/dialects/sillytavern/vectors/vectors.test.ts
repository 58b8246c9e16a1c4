import { describe, expect, it } from 'vitest';
import { createVectors } from '../../../../../src/core/dialects/sillytavern/vectors/vectors.ts';

const put = (hash: string, vector: readonly number[], text = hash) => ({ item: { hash, text }, vector });

describe('createVectors', () => {
  it('finds the most similar first, by direction and not by length', () => {
    const vectors = createVectors(1_000);
    vectors.insert('c', [put('right', [9, 0]), put('up', [0, 1]), put('between', [1, 1])]);
    const hits = vectors.nearest('c', [0.5, 0], 10, 0.1);
    expect(hits.map(({ item, similarity }) => [item.hash, similarity])).toEqual([
      ['right', expect.closeTo(1)],
      ['between', expect.closeTo(Math.SQRT1_2)],
    ]);
    expect(vectors.nearest('c', [0.5, 0], 1, -1)).toHaveLength(1);
    expect(vectors.nearest('other', [1, 0], 10, -1)).toEqual([]);
  });

  it('keeps one of each hash, the last, and compares only what has as many dimensions', () => {
    const vectors = createVectors(1_000);
    vectors.insert('c', [put('a', [1, 0], 'old'), put('b', [1, 0, 0])]);
    vectors.insert('c', [put('a', [0, 1], 'new')]);
    expect(vectors.nearest('c', [0, 1], 10, -1)).toEqual([{ item: { hash: 'a', text: 'new' }, similarity: 1 }]);
  });

  it('forgets what was used longest ago when the budget is spent', () => {
    // Two dimensions are 8 bytes, a text of one letter 2.
    const vectors = createVectors(30);
    for (const name of ['a', 'b', 'c']) vectors.insert(name, [put(name, [1, 0])]);
    vectors.nearest('a', [1, 0], 1, 0);
    vectors.insert('d', [put('d', [1, 0])]);
    const found = ['a', 'b', 'c', 'd'].map((name) => vectors.nearest(name, [1, 0], 1, 0).length);
    expect(found).toEqual([1, 0, 1, 1]);
    vectors.insert(
      'd',
      Array.from({ length: 100 }, (_, n) => put(String(n).padStart(2, '0').slice(-1), [1, n])),
    );
    expect(vectors.nearest('d', [1, 0], 100, -1)).toHaveLength(3);
  });

  it('has no direction of nothing', () => {
    const vectors = createVectors(1_000);
    vectors.insert('c', [put('zero', [0, 0])]);
    expect(vectors.nearest('c', [1, 0], 10, 0)).toEqual([{ item: { hash: 'zero', text: 'zero' }, similarity: 0 }]);
  });
});
