import { describe, expect, it, test } from 'vitest';
import { readYaml } from '../../../../../src/core/dialects/sillytavern/yaml/yaml.ts';

/** Values are those that the npm package `yaml` reads, which is the one that SillyTavern's server uses. */
test.each<[string, unknown]>([
  ['', null],
  ['# only a comment', null],
  ['a: 1', { a: 1 }],
  ['---\na: 1', { a: 1 }],
  ['- top_k: 40\n- min_p: 0.1', [{ top_k: 40 }, { min_p: 0.1 }]],
  ['- frequency_penalty\n- presence_penalty', ['frequency_penalty', 'presence_penalty']],
  ['frequency_penalty', 'frequency_penalty'],
  ['{"a": 1, "b": [1, 2, {"c": null}]}', { a: 1, b: [1, 2, { c: null }] }],
  ['a: {\n  "b": 1,\n  "c": 2\n}', { a: { b: 1, c: 2 } }],
  ['a: [\n 1, # one\n 2\n]', { a: [1, 2] }],
  ['a: {b: 1, c: [x, y], d}', { a: { b: 1, c: ['x', 'y'], d: null } }],
  ['stop: ["###", \'</s>\'] # both', { stop: ['###', '</s>'] }],
  ['a:\n- 1\n- 2\nb: 3', { a: [1, 2], b: 3 }],
  ['a:\n  b: 1\n  c:\n    - x\n    - y: 2\n      z: 3\n', { a: { b: 1, c: ['x', { y: 2, z: 3 }] } }],
  ['- - 1\n  - 2\n- - 3', [[1, 2], [3]]],
  ['a:\n  - b:\n      c: 1\n    d: 2\n  -\n    e', { a: [{ b: { c: 1 }, d: 2 }, 'e'] }],
  ['text: |\n  one\n  two\n\n  # not a comment\nb: 1', { text: 'one\ntwo\n\n# not a comment\n', b: 1 }],
  ['text: >-\n  one\n  two\n\n  three\n', { text: 'one two\nthree' }],
  ['a: |+\n  x\n\n\nb: 1', { a: 'x\n\n\n', b: 1 }],
  ['a: one\n  two\n  three', { a: 'one two three' }],
  ['a: "one\n  two\n\n  three"', { a: 'one two\nthree' }],
  ['"quoted key": "va\\nl\\u0041"', { 'quoted key': 'va\nlA' }],
  ["'it''s': 'it''s'", { "it's": "it's" }],
  ['url: https://x.invalid/v1:8', { url: 'https://x.invalid/v1:8' }],
  ['a: x#y # z', { a: 'x#y' }],
  [
    'a: 0x1F\nb: 0o17\nc: 1e3\nd: -.5\ne: yes\nf: True\ng: ~\nh: 2024-01-01',
    { a: 31, b: 15, c: 1000, d: -0.5, e: 'yes', f: true, g: null, h: '2024-01-01' },
  ],
  ['a: b\r\nc: d\r\n', { a: 'b', c: 'd' }],
  ['a: >-\n  x\n   y\n  z', { a: 'x\n y\nz' }],
  ['|-\n k: v', 'k: v'],
  ['a: "one # two\n  # three" # four', { a: 'one # two # three' }],
  ['a: x "y # z"', { a: 'x "y' }],
  ['a: "one \\\n  two"', { a: 'one two' }],
  ['a: \u3000宽\u00a0', { a: '\u3000宽\u00a0' }],
  ['0x10: a\n~: b', { 16: 'a', '': 'b' }],
  ['[+.Inf, .nan]', [Number.POSITIVE_INFINITY, Number.NaN]],
  ['\ufeffa: 1', { a: 1 }],
  ['a: b\rc: d', { a: 'b', c: 'd' }],
  ['thinking:\n    type: enabled\n    budget_tokens: 1000', { thinking: { type: 'enabled', budget_tokens: 1000 } }],
])('%j', (text, value) => {
  expect(readYaml(text)).toEqual(value);
});

describe('refuses', () => {
  it.each([
    'a: 1\n b: 2',
    'a: 1\na: 2',
    'a: 1\n- b',
    'a: b: c',
    'a:\n\t- 1',
    '[1, 2',
    '{a: 1',
    '"abc',
    'a: ""x',
    'a: |\n  x\n b',
    'a: b # c\n  d',
    '{a: 1, a: 2}',
    '[a]#b',
    'a: 1\n---\nb: 2',
    ': : a',
    'a: @x',
    'a: &x 1',
    'a: *x',
    'a: !!str 1',
    '? a\n: b',
    `${'['.repeat(20_000)}`,
    Array.from({ length: 200 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
  ])('%j', (text) => {
    expect(() => readYaml(text)).toThrow();
  });
});

it('finds in one pass that the end of a quote is missing', () => {
  for (const quote of ['"', "'"]) expect(() => readYaml(`a: ${quote}${'x'.repeat(100_000)}`)).toThrow('A quote');
});

it('makes own properties of every key', () => {
  const value = readYaml('__proto__: {polluted: 1}') as object;
  expect(Object.keys(value)).toEqual(['__proto__']);
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});
