import { expect, test } from 'vitest';
import { findSettings } from '../../../../options/state/find-settings.ts';
import { settingNames } from '../../../../src/contract/settings/table.ts';

test.each([
  ['MAX_RETRY', 'maxRetryNum'],
  ['maxretrynum', 'maxRetryNum'],
  ['base url', 'geminiBaseUrl'],
  ['地址', 'geminiBaseUrl'],
])('%j finds %s', (search, name) => {
  expect(findSettings(settingNames, search)).toContain(name);
});

test('nothing asked for is everything, in the order of the table', () => {
  expect(findSettings(settingNames, ' ')).toEqual(settingNames);
  expect(findSettings(settingNames, 'no such words here')).toEqual([]);
});
