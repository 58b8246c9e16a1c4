/** What a client may send as a name costs no more than its length. */
// covers: src/core/models, src/core/utils/glob.ts
import { expect, test } from 'vitest';
import { defaultSettings } from '../../../src/contract/settings/table.ts';
import { readModelName } from '../../../src/core/models/name.ts';
import { resolveModel } from '../../../src/core/models/resolve.ts';
import { matchesGlob } from '../../../src/core/utils/glob.ts';
import { countSteps, expectLinear } from '../../support/count-steps.ts';

test.each(['-search', '-nothinking', '-thinking-1'])('many %s at the end of a name', (suffix) => {
  expectLinear((size) => `gemini${suffix.repeat(size)}`, readModelName);
});

test.each(['*gemini*pro*', '*g*e*m*i*n*i*pro', '*?*?*?*?*x'])('the pattern %s on a long text', (pattern) => {
  expectLinear(
    (size) => 'gemini'.repeat(size),
    (text) => matchesGlob(pattern, text),
  );
});

test('a name that is too long is refused before anything looks at it', () => {
  const rules = { ...defaultSettings, blockedModels: ['*gemini*pro*'] };
  const refuse = (name: string) => () => expect(() => resolveModel(name, rules)).toThrow('at most 256 characters');
  const long = refuse(`gemini${'-search'.repeat(100_000)}`);
  expect(countSteps(long)).toBe(countSteps(refuse(`gemini${'-search'.repeat(40)}`)));
});

test('the counter sees what is quadratic', () => {
  const quadratic = (list: readonly number[]) => list.filter((one) => list.includes(one + 1));
  const make = (size: number) => Array.from({ length: size }, (_, index) => -index);
  expect(() => expectLinear(make, quadratic)).toThrow('16 times as much');
});
