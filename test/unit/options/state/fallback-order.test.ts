import { expect, test } from 'vitest';
import { chainsIn, moved, readFirst, readFollower, withOthers } from '../../../../options/state/fallback-order.ts';

test('a text with a mistake shows what of it counts', () => {
  expect([...chainsIn({ value: 'a > b, c, d > > e' })]).toEqual([['a', ['b']]]);
  expect(chainsIn({ value: '' }).size).toBe(0);
});

test('a chain keeps its place when it changes, and is gone without a model to follow', () => {
  const chains = chainsIn({ value: 'a > b, c > d' });
  expect([...withOthers(chains, 'a', ['x', 'y'])]).toEqual([
    ['a', ['x', 'y']],
    ['c', ['d']],
  ]);
  expect([...withOthers(chains, 'a', [])]).toEqual([['c', ['d']]]);
  expect([...chains.keys()]).toEqual(['a', 'c']);
});

test('a model changes places with its neighbour, and stays at either end', () => {
  const others = ['a', 'b', 'c'];
  expect(moved(others, 'b', -1)).toEqual(['b', 'a', 'c']);
  expect(moved(others, 'b', 1)).toEqual(['a', 'c', 'b']);
  expect(moved(others, 'a', -1)).toEqual(others);
  expect(moved(others, 'c', 1)).toEqual(others);
  expect(moved(others, 'unknown', 1)).toEqual(others);
});

test('what was typed is a model as the core names it, or refused', () => {
  expect(readFollower(' models/gemini-2.5-flash ', ['gemini-2.5-pro'])).toEqual({ name: 'gemini-2.5-flash' });
  expect(readFollower('gemini-2.5-pro', ['gemini-2.5-pro'])).toEqual({ refused: 'twice' });
  for (const odd of ['', 'a > b', 'a,b', 'tuned/model']) expect(readFollower(odd, [])).toEqual({ refused: 'odd' });
  const chains = chainsIn({ value: 'a > b' });
  expect(readFirst('a', chains)).toEqual({ refused: 'has-chain' });
  expect(readFirst('b', chains)).toEqual({ name: 'b' });
});
