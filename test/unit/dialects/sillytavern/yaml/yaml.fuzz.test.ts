/**
 * Our reader against the npm package `yaml`, which SillyTavern's server reads the boxes with: what both take is the same
 * value, and nothing is taken that `yaml` refuses. Where the two differ on purpose stands here.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { readYaml } from '../../../../../src/core/dialects/sillytavern/yaml/yaml.ts';
import { brokenYaml, yamlDocument, yamlTokens } from './arbitrary-yaml.ts';

type Outcome = { readonly value: unknown } | 'refused';

function outcomeOf(read: (text: string) => unknown, text: string): Outcome {
  try {
    // `yaml` gives undefined for a document that is only its end.
    return { value: read(text) ?? null };
  } catch {
    return 'refused';
  }
}

const ours = (text: string): Outcome => outcomeOf(readYaml, text);
const theirs = (text: string): Outcome => outcomeOf((one) => parse(one, { logLevel: 'error' }), text);

/** Refused by us only. The person loses the box, as with any mistake in it, but nothing else is sent than was written. */
const notRead: ReadonlyArray<readonly [what: string, where: RegExp]> = [
  ['an anchor, an alias or a tag', /[&*!]/],
  ['a key that is empty or begins with "? "', /(?:^|[\s,[{])[?:](?=[\s,[\]{}]|$)/],
  ['a key in brackets', /[\]}]\s*:|[{,](?:\s|#[^\n]*\n)*[[{]/],
  ['a document that begins behind its "---", and the end of one', /(?:^|\n)(?:---[ \t]+[^ \t\r\n#]|\.\.\.)/],
  ['a tab before the first word of a line', /(?:^|\n) *\t/],
  ['a directive', /(?:^|\n)%/],
  // `yaml` takes `'a''` and `"a\"` for whole when the text ends there.
  ['a quote that is missing at the end', /(?:''|\\")$/],
  ['a key twice that is no number', /\.(?:nan|NaN|NAN)/],
];

/** Taken by us only, and without doubt about what is meant. */
const moreThanYaml: ReadonlyArray<readonly [what: string, where: RegExp]> = [
  ['a tab on an empty line behind a value that is none', /\n[ \t]*\t[ \t]*(?:\r?\n|$)/],
  // `yaml` misses the white space before it.
  ['a comment at the beginning of a line within brackets', /[[{][\s\S]*\n#/],
];

/** Both take it, and ours is what YAML says. */
const otherValue: ReadonlyArray<readonly [what: string, where: RegExp]> = [
  // `yaml` measures them by the first line of the text, not by its indentation.
  ['lines of spaces in a text with "+" or a digit', /[|>][-+]*[+1-9][^\n]*\n(?:[\s\S]*\n)? +(?:\r?\n|$)/],
  // `yaml` then forgets the indentation: the next dash is a part of the text.
  ['an empty line and a comment between a dash and its text', /[-:][ \t]*\r?\n\r?\n#/],
];

const isListed = (list: ReadonlyArray<readonly [string, RegExp]>, text: string): boolean =>
  list.some(([, where]) => where.test(text));

function compare(text: string): void {
  const [own, expected] = [ours(text), theirs(text)];
  if (own === 'refused') {
    if (expected !== 'refused' && !isListed(notRead, text)) expect(own).toEqual(expected);
  } else if (expected === 'refused') {
    if (!isListed(moreThanYaml, text)) expect(own).toBe(expected);
  } else if (!isListed(otherValue, text)) expect(own).toStrictEqual(expected);
}

test('documents as people write them', () => {
  let read = 0;
  const numRuns = 4_000;
  fc.assert(
    fc.property(yamlDocument, (text) => {
      const [own, expected] = [ours(text), theirs(text)];
      if (expected !== 'refused') read += 1;
      if (!isListed(otherValue, text)) expect(own).toStrictEqual(expected);
    }),
    { seed: 20_261_201, numRuns },
  );
  expect(read).toBeGreaterThan(0.85 * numRuns);
});

test('documents with mistakes', () => {
  fc.assert(fc.property(brokenYaml, compare), { seed: 20_261_202, numRuns: 6_000 });
});

test('anything', () => {
  fc.assert(fc.property(yamlTokens, compare), { seed: 20_261_203, numRuns: 15_000 });
});

test.each([
  ['a: &x 1', 'refused', { value: { a: 1 } }],
  [': a', 'refused', { value: { '': 'a' } }],
  ['{a}: b', 'refused', { value: { '{ a }': 'b' } }],
  ['--- a', 'refused', { value: 'a' }],
  ['a:\n  \tb', 'refused', { value: { a: 'b' } }],
  ["'a''", 'refused', { value: "a'" }],
  ['.nan: 1\n.nan: 2', 'refused', { value: { NaN: 2 } }],
  ['a:\n\t', { value: { a: null } }, 'refused'],
  ['[a: []\n# c\n]', { value: [{ a: [] }] }, 'refused'],
  ['|1\n  a\n  ', { value: ' a\n \n' }, { value: ' a\n' }],
  ['-\n\n# c\n  a\n\n- b', { value: ['a', 'b'] }, { value: ['a\n- b'] }],
  ['|+\n ', { value: '' }, { value: '\n' }],
] satisfies ReadonlyArray<readonly [string, Outcome, Outcome]>)(
  '%j is read otherwise on purpose',
  (text, own, other) => {
    expect([ours(text), theirs(text)]).toEqual([own, other]);
  },
);
