import { expect, test } from 'vitest';
import { isGlob, matchesAnyGlob, matchesGlob } from '../../../src/core/utils/glob.ts';

test.each([
  ['gemini-2.5-*', 'gemini-2.5-flash', true],
  ['gemini-2.5-*', 'gemini-2x5-flash', false],
  ['*-PRO*', 'gemini-2.5-pro-preview', true],
  ['gemini-2.5-flash', 'gemini-2.5-flash-lite', false],
  ['gemini-?.5-pro', 'gemini-2.5-pro', true],
  ['a**b', 'a1b', true],
  ['(a|b)', 'a', false],
])('%s and %s: %s', (pattern, text, fits) => {
  expect(matchesGlob(pattern, text)).toBe(fits);
  // A compiled pattern is used again.
  expect(matchesGlob(pattern, text)).toBe(fits);
});

test('any of several', () => {
  expect(matchesAnyGlob(['x', 'gemini-*'], 'gemini-3')).toBe(true);
  expect(matchesAnyGlob([], 'gemini-3')).toBe(false);
});

test('a name without marks is no pattern', () => {
  expect(['gpt-4o', 'gpt-*', 'o?'].map(isGlob)).toEqual([false, true, true]);
});
