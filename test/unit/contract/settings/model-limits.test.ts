import { describe, expect, test } from 'vitest';
import { modelLimit, ownModelLimit, withModelLimit } from '../../../../src/contract/settings/model-limits.ts';
import { parseSetting, SettingError } from '../../../../src/contract/settings/table.ts';

const pairs = ['*-pro=50', 'gemini-2.5-*=1000', 'models/Gemini-2.5-Pro=200', '*=7'];

describe('the limit of a model', () => {
  test.each([
    ['gemini-2.5-pro', 200],
    ['gemini-3-pro', 50],
    ['gemini-2.5-flash', 1000],
    ['anything', 7],
  ])('%s: its own name first, then the first pattern that fits', (model, limit) => {
    expect(modelLimit(pairs, model)).toBe(limit);
  });

  test('is none where nothing fits', () => {
    expect(modelLimit(['gemini-2.5-pro=200'], 'gemini-2.5-pro-preview')).toBeUndefined();
    expect(ownModelLimit(pairs, 'gemini-2.5-flash')).toBeUndefined();
    expect(ownModelLimit(pairs, 'gemini-2.5-pro')).toBe(200);
  });

  test('changes in its place, and beside the patterns where it is new', () => {
    expect(withModelLimit(pairs, 'gemini-2.5-pro', 3)).toEqual([
      '*-pro=50',
      'gemini-2.5-*=1000',
      'gemini-2.5-pro=3',
      '*=7',
    ]);
    expect(withModelLimit(['a=1', 'b=2', 'A=3'], 'a', 9)).toEqual(['a=9', 'b=2']);
    expect(withModelLimit(['a=1', 'b=2'], 'a', undefined)).toEqual(['b=2']);
    expect(withModelLimit(['*=1'], 'b', 2)).toEqual(['*=1', 'b=2']);
    expect(withModelLimit(['*=1'], 'b', undefined)).toEqual(['*=1']);
  });
});

test('the setting takes pairs, and no limit that could be meant in two ways', () => {
  expect(parseSetting('modelDailyLimits', 'gemini-2.5-pro=200, *-flash=1000')).toEqual([
    'gemini-2.5-pro=200',
    '*-flash=1000',
  ]);
  expect(parseSetting('modelDailyLimits', '')).toEqual([]);
  for (const wrong of ['gemini-2.5-pro', 'a=0', 'a=00', 'a=-1', 'a=1.5', 'a=b', '=5', 'a=1=2']) {
    expect(() => parseSetting('modelDailyLimits', wrong)).toThrow(SettingError);
  }
});
