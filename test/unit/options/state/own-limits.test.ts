import { expect, test } from 'vitest';
import { formatLimits, parseLimits } from '../../../../options/state/own-limits.ts';

test('limits are read as they are written', () => {
  const perDayByModel = { 'gemini-2.5-pro': 50, 'gemini-2.5-flash': 0 };
  expect(parseLimits(' 100 ', formatLimits(perDayByModel))).toEqual({ perDay: 100, perDayByModel });
});

test('nothing is no limit', () => {
  expect(parseLimits('', '\n')).toEqual({});
});

test.each([
  ['many', ''],
  ['-1', ''],
  ['1.5', ''],
  ['', 'gemini-2.5-pro'],
  ['', '= 50'],
])('%j and %j are no limits', (perDay, perModel) => {
  expect(parseLimits(perDay, perModel)).toBeUndefined();
});
