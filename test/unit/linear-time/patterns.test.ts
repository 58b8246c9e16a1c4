/**
 * Regular expressions of what runs in worker and relay, which meet texts of any size. What happens within one cannot be
 * counted, so the shapes that look at a row of letters anew from each of them are forbidden.
 */
// covers: src, options
import { parseAst } from 'vite';
import { expect, test } from 'vitest';
import { sourceFiles } from '../../tools/source-files.ts';

interface Node {
  readonly type?: string;
  readonly regex?: { readonly pattern: string; readonly flags: string };
}

const folders = ['src/core', 'src/relay', 'src/extension'];

/** Each literal as it is written, with its file. */
function literals(): Array<{ readonly path: string; readonly pattern: string; readonly flags: string }> {
  return folders.flatMap(sourceFiles).flatMap(({ path, text }) => {
    const found: Array<{ path: string; pattern: string; flags: string }> = [];
    const look = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      const { regex } = value as Node;
      if (regex) found.push({ path, ...regex });
      for (const inner of Object.values(value)) look(inner);
    };
    look(parseAst(text, { lang: 'ts' }));
    return found;
  });
}

/** A letter, class or group, with a quantifier that takes any number. */
const ANY = String.raw`(?:\\.|\[(?:\\.|[^\]\\])*\]|\)|[^\\()[\]{}*+?^$|])(?:[*+]|\{\d+,\})`;
const shapes: Readonly<Record<string, RegExp>> = {
  'a row up to the end, begun at any place': new RegExp(String.raw`${ANY}\)?\$$`),
  'a row at the beginning that something must follow': new RegExp(String.raw`^(?:\(\?:)?${ANY}(?!$|\|)`),
  'a search for an end from each beginning': /(?:[\])\w.]|\\.)(?<!\[)[*+]\?./,
  'a repetition of repetitions': new RegExp(String.raw`(?<!\[[^\]]*)${ANY}\)[*+]`),
};

/** Looked at by a person: how they begin, and why they are linear all the same. */
const reviewed: ReadonlyArray<readonly [beginning: string, why: string]> = [
  ['<(script|style|head)', 'meets the first 16 KiB of an error page'],
  [String.raw`\/(?:completions`, 'the row stands behind a mark that is not in it'],
  [String.raw`\/models\/`, 'the row stands behind a mark that is not in it'],
  [String.raw`\/(?:interactions`, 'meets paths, and the row stands behind a word that is not in it twice'],
  ['-----BEGIN ', 'takes all that is left where no end comes'],
  [String.raw`AIza[\w-]{35}`, 'the full stop between the repetitions is in neither'],
  [String.raw`(?:[ \t\n]+|(?<=`, 'nothing must follow'],
  [String.raw`"[^"\\]*(?:`, 'the row within begins behind a mark that is in no row'],
  [String.raw`[ \t]*\n[ \t\n]*|`, 'takes the row without a line break as a whole, too'],
  [String.raw`:\d+$`, 'the row stands behind a mark that is not in it'],
  [String.raw`\/(ws\/google`, 'the rows stand behind words that are in no row twice'],
  [String.raw`^\/?([\w.~-]+(`, 'the slash between the repetitions is in neither'],
];

const isAnchored = ({ pattern, flags }: { pattern: string; flags: string }) =>
  pattern.startsWith('^') || pattern.startsWith('(?<![') || flags.includes('y');

test('no regular expression looks at a row of letters from each of them', () => {
  const all = literals();
  expect(all.length).toBeGreaterThan(100);
  const offences = all.flatMap(({ path, pattern, flags }) =>
    Object.entries(shapes)
      .filter(
        ([name, shape]) => shape.test(pattern) && (name.includes('repetitions') || !isAnchored({ pattern, flags })),
      )
      .filter(() => !reviewed.some(([beginning]) => pattern.startsWith(beginning)))
      .map(([name]) => `${path}: /${pattern}/${flags} is ${name}`),
  );
  expect(offences).toEqual([]);
});

test.each([
  '=+$',
  String.raw`\s*;.*$`,
  String.raw`<think>[\s\S]*?<\/think>\s*`,
  '(?:[^"]+)+x',
  '[.:]+$',
  String.raw`(?:\/chat)?\/*$`,
])('the test sees %s', (pattern) => {
  expect(Object.values(shapes).some((shape) => shape.test(pattern))).toBe(true);
});
