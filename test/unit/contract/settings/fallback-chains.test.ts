import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  fallbackChains,
  fallbackMistake,
  formatFallbackChains,
} from '../../../../src/contract/settings/fallback-chains.ts';
import { parseSetting, SettingError } from '../../../../src/contract/settings/table.ts';

test('reads chains as people write them', () => {
  const text = 'gemini-2.5-pro > gemini-2.5-flash>gemini-2.0-flash，models/a > models/b ;\n c > d,';
  expect(fallbackMistake(text)).toBeUndefined();
  expect([...fallbackChains(text)]).toEqual([
    ['gemini-2.5-pro', ['gemini-2.5-flash', 'gemini-2.0-flash']],
    ['a', ['b']],
    ['c', ['d']],
  ]);
  expect(fallbackChains('').size).toBe(0);
});

test.each([
  ['a model that nothing follows', 'gemini-2.5-pro', 'chains such as'],
  ['a gap', 'a > > b', 'chains such as'],
  ['an odd name', 'a > b c', 'chains such as'],
  ['a circle', 'a > b > a', 'only once'],
  ['two chains for one model', 'a > b, a > c', 'one chain for each'],
])('says what is wrong with %s', (_, text, words) => {
  expect(fallbackMistake(text)).toContain(words);
  expect(() => parseSetting('fallbackModels', text)).toThrow(SettingError);
});

test('what was read is written so that it is read again', () => {
  const name = fc.stringMatching(/^[\w.:-]{1,12}$/);
  const models = fc.uniqueArray(name, { minLength: 2, maxLength: 6 });
  fc.assert(
    fc.property(fc.uniqueArray(models, { selector: ([first]) => first, maxLength: 5 }), (lists) => {
      const chains = lists.map(([first = '', ...others]) => [first, others] as const);
      const text = formatFallbackChains(chains);
      expect(fallbackMistake(text)).toBeUndefined();
      expect([...fallbackChains(text)]).toEqual(chains);
    }),
  );
});

test('a model that no other follows is not written', () => {
  expect(
    formatFallbackChains([
      ['a', []],
      ['b', ['c', 'd']],
    ]),
  ).toBe('b > c > d');
});
