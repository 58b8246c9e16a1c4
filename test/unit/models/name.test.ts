import { expect, test } from 'vitest';
import { readModelName } from '../../../src/core/models/name.ts';

test.each([
  ['gemini-2.5-flash', { base: 'gemini-2.5-flash', search: false }],
  ['gemini-2.5-flash-search', { base: 'gemini-2.5-flash', search: true }],
  ['gemini-2.5-flash-nothinking', { base: 'gemini-2.5-flash', search: false, thinkingBudget: 0 }],
  ['gemini-2.5-flash-non-thinking', { base: 'gemini-2.5-flash', search: false, thinkingBudget: 0 }],
  ['gemini-2.5-pro-thinking-1024', { base: 'gemini-2.5-pro', search: false, thinkingBudget: 1024 }],
  ['gemini-2.5-pro-thinking-1024-search', { base: 'gemini-2.5-pro', search: true, thinkingBudget: 1024 }],
  ['gemini-2.5-pro-search-thinking-1024', { base: 'gemini-2.5-pro', search: true, thinkingBudget: 1024 }],
  ['gemini-2.5-pro-thinking-1-thinking-2', { base: 'gemini-2.5-pro', search: false, thinkingBudget: 2 }],
  // Names of Google's own that only look like it.
  ['gemini-2.0-flash-thinking-exp-1219', { base: 'gemini-2.0-flash-thinking-exp-1219', search: false }],
  ['-search', { base: '-search', search: false }],
])('%s', (name, wishes) => {
  expect(readModelName(name)).toEqual(wishes);
});

test('a name that is known as a whole means itself', () => {
  const isWhole = (name: string) => name === 'gemini-4-search';
  expect(readModelName('gemini-4-search', isWhole)).toEqual({ base: 'gemini-4-search', search: false });
  expect(readModelName('gemini-4-search-search', isWhole)).toEqual({ base: 'gemini-4-search', search: true });
});
