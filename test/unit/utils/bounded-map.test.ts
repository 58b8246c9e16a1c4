import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bounds, createBoundedMap, createTextCache } from '../../../src/core/utils/bounded-map.ts';

const filled = (bounds: Bounds<string, number>) => {
  const map = createBoundedMap<string, number>(bounds);
  map.set('a', 1);
  map.set('b', 2);
  return map;
};

describe('what goes first', () => {
  it('is the key that came first', () => {
    const map = filled({ maxEntries: 2 });
    map.get('a');
    map.set('a', 10);
    map.set('c', 3);
    expect([...map]).toEqual([
      ['b', 2],
      ['c', 3],
    ]);
  });

  it('is what was written longest ago', () => {
    const map = filled({ maxEntries: 2, refreshedBy: 'set' });
    map.get('b');
    map.set('a', 10);
    map.get('b');
    map.set('c', 3);
    expect([...map.keys()]).toEqual(['a', 'c']);
  });

  it('is what was used longest ago', () => {
    const map = filled({ maxEntries: 2, refreshedBy: 'get' });
    expect(map.get('a')).toBe(1);
    map.set('c', 3);
    expect([...map.keys()]).toEqual(['a', 'c']);
    expect(map.get('b')).toBeUndefined();
  });
});

it('tells of what made room, and of nothing else', () => {
  const evicted: (readonly [string, number])[] = [];
  const map = createBoundedMap<string, number>({
    maxEntries: 2,
    onEvicted(key, value) {
      expect(map.get(key)).toBe(undefined);
      evicted.push([key, value]);
    },
  });
  for (const [at, key] of ['a', 'b', 'a', 'c', 'd'].entries()) map.set(key, at);
  expect(evicted).toEqual([
    ['a', 2],
    ['b', 1],
  ]);
  map.delete('c');
  map.clear();
  expect(evicted).toHaveLength(2);
});

it('holds zero and the empty text like any value', () => {
  const map = createBoundedMap<string, number | string>({ maxEntries: 2 });
  map.set('zero', 0);
  map.set('empty', '');
  expect([map.get('zero'), map.get('empty'), map.size]).toEqual([0, '', 2]);
  expect([map.delete('zero'), map.delete('zero'), map.size]).toEqual([true, false, 1]);
});

describe('a cache of texts', () => {
  it('forgets what was used longest ago when it grows too large', () => {
    const cache = createTextCache(6);
    cache.set('a', '11');
    cache.set('b', '22');
    expect(cache.get('a')).toBe('11');
    cache.set('c', '33');
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual(['11', undefined, '33']);
  });

  it('counts a replaced value once', () => {
    const cache = createTextCache(6);
    cache.set('a', '11');
    for (let i = 0; i < 5; i++) cache.set('b', '22');
    expect(cache.get('a')).toBe('11');
  });

  it('keeps nothing that is larger than itself', () => {
    const cache = createTextCache(6);
    cache.set('a', '11');
    cache.set('b', '1234567');
    expect([cache.get('a'), cache.get('b'), cache.size]).toEqual([undefined, undefined, 0]);
  });
});

type Step = readonly ['get' | 'set' | 'delete' | 'clear', string, number];
const step: fc.Arbitrary<Step> = fc.tuple(
  fc.constantFrom('get', 'set', 'set', 'set', 'delete', 'clear'),
  fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
  fc.nat({ max: 12 }),
);

it('is a list in which the oldest stands first, kept within both bounds', () => {
  const bounds = fc.record({
    maxEntries: fc.integer({ min: 1, max: 6 }),
    maxWeight: fc.integer({ min: 0, max: 30 }),
    refreshedBy: fc.constantFrom(undefined, 'get' as const, 'set' as const),
  });
  fc.assert(
    fc.property(bounds, fc.array(step, { maxLength: 40 }), ({ maxEntries, maxWeight, refreshedBy }, steps) => {
      const map = createBoundedMap<string, number>({
        maxEntries,
        maxWeight,
        weigh: (key, value) => key.charCodeAt(0) - 97 + value,
        ...(refreshedBy && { refreshedBy }),
      });
      let list: Array<readonly [string, number]> = [];
      const weight = () => list.reduce((sum, [key, value]) => sum + key.charCodeAt(0) - 97 + value, 0);
      for (const [what, key, value] of steps) {
        const at = list.findIndex(([name]) => name === key);
        const known = list[at];
        const others = list.filter(([name]) => name !== key);
        if (what === 'get') {
          expect(map.get(key)).toBe(known?.[1]);
          if (known !== undefined && refreshedBy === 'get') list = [...others, known];
        } else if (what === 'delete') {
          expect(map.delete(key)).toBe(known !== undefined);
          list = others;
        } else if (what === 'clear') {
          map.clear();
          list = [];
        } else {
          map.set(key, value);
          const stays = known !== undefined && refreshedBy === undefined;
          list = stays ? list.with(at, [key, value]) : [...others, [key, value]];
          while (list.length > maxEntries || weight() > maxWeight) list.shift();
        }
        expect([...map]).toEqual(list);
        expect([...map.keys()]).toEqual(list.map(([name]) => name));
        expect(map.size).toBe(list.length);
      }
    }),
    { numRuns: 500 },
  );
});
