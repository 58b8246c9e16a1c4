import { describe, expect, test } from 'vitest';
import { allowanceTexts, parseAllowance } from '../../../../options/state/allowance.ts';

describe('an allowance', () => {
  test('is read as it was typed', () => {
    expect(parseAllowance({ perMinute: ' 3 ', perDay: '100', models: 'gemini-2.5-*, a\nb，c' })).toEqual({
      requestsPerMinute: 3,
      requestsPerDay: 100,
      models: ['gemini-2.5-*', 'a', 'b', 'c'],
    });
  });

  test('of empty fields is the one for everybody', () => {
    expect(parseAllowance({ perMinute: '', perDay: ' ', models: '\n' })).toEqual({
      requestsPerMinute: 0,
      requestsPerDay: 0,
      models: [],
    });
  });

  test.each(['-1', '1.5', 'many', '1 000', '9999999999'])('has no limit of %j', (perDay) => {
    expect(parseAllowance({ perMinute: '', perDay, models: '' })).toBeUndefined();
  });

  test('stands in the fields as it will be read', () => {
    const allowance = { requestsPerMinute: 3, requestsPerDay: 0, models: ['a*', 'b'] };
    expect(parseAllowance(allowanceTexts(allowance))).toEqual(allowance);
    expect(allowanceTexts({})).toEqual({ perMinute: '', perDay: '', models: '' });
  });
});
