/** Values without structure: YAML 1.2's core schema, which is what JSON has plus a few spellings. */
import { type Cursor, indentOf, take, unexpected, YamlError } from './cursor.ts';

const words: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, Number.NaN] as const),
]);

const NUMBER = /^(?:[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|0x[\da-fA-F]+|0o[0-7]+)$/;
const INFINITY = /^[-+]?\.(?:inf|Inf|INF)$/;

/** The value of a text without quotes. */
function plainValue(text: string): unknown {
  if (words.has(text)) return words.get(text);
  if (NUMBER.test(text)) return Number(text);
  if (INFINITY.test(text)) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return text;
}

/** A text without quotes: the part of it on its first line, and on another one. */
export interface Plain {
  readonly first: RegExp;
  readonly more: RegExp;
}

/** @param stops characters that end a text, besides `: ` and ` #`; escaped for a class of characters. */
function plainUntil(stops: string): Plain {
  const end = `[ \\t\\n${stops}]|$`;
  // A repetition of repetitions, and linear all the same: nothing must follow, so it never looks back.
  const line = `(?:[^ \\t\\n:${stops}]+|:(?!${end})|[ \\t]+(?![#${stops}]|:(?:${end})|${end}))+`;
  return {
    // What it may not begin with means a structure, a quote, an anchor, an alias, a tag, a directive, or nothing yet.
    first: new RegExp(`(?![,[\\]{}#&*!|>'"%@\`]|[-?:](?:${end}))${line}`, 'y'),
    more: new RegExp(`(?!#)${line}`, 'y'),
  };
}

export const blockPlain = plainUntil('');
/** Within brackets. */
export const flowPlain = plainUntil(',[\\]{}');

/** White space to the end of the line, and lines of it. */
const BREAKS = /[ \t]*\n(?:[ \t]*\n)*/y;
const SPACES = / */y;
const BLANKS = /[ \t]*/y;

/**
 * The value of a text without quotes, which goes on on lines that are indented by more than `parent`.
 * @returns undefined where none begins.
 */
export function takePlain(
  cursor: Cursor,
  { first, more }: Plain,
  parent: number,
): { readonly value: unknown } | undefined {
  let text = take(cursor, first);
  if (text === undefined) return undefined;
  for (;;) {
    const before = cursor.at;
    const breaks = take(cursor, BREAKS);
    const indent = take(cursor, SPACES)?.length ?? 0;
    take(cursor, BLANKS);
    const line = breaks !== undefined && indent > parent ? take(cursor, more) : undefined;
    if (breaks === undefined || line === undefined) {
      cursor.at = before;
      return { value: plainValue(text) };
    }
    if (breaks.includes('\t', breaks.indexOf('\n'))) throw new YamlError('A tab on an empty line');
    text += folded(breaks) + line;
  }
}

/** On its line, as a key has to be. */
export const takePlainLine = (cursor: Cursor): { readonly value: unknown } | undefined => {
  const text = take(cursor, blockPlain.first);
  return text === undefined ? undefined : { value: plainValue(text) };
};

/** No part of it can match a text in two ways: where the end is missing, that is found in one pass. */
const QUOTED = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"|'[^']*(?:''[^']*)*'/y;

/** A text in quotes, whose other lines are indented by more than `parent`; undefined where none begins. */
export function takeQuoted(cursor: Cursor, parent: number): { readonly value: string } | undefined {
  if (!/["']/.test(cursor.text[cursor.at] ?? '')) return undefined;
  const quoted = take(cursor, QUOTED);
  if (quoted === undefined) throw unexpected(cursor, 'A quote is missing');
  const [, ...others] = quoted.split('\n');
  const isWithin = (line: string) => indentOf(line) > parent || indentOf(line) === line.length;
  if (!others.every(isWithin)) throw unexpected(cursor, 'Indented too little');
  return { value: readQuoted(quoted) };
}

/** Runs of white space with a line break in it, and what a backslash begins. White space is taken whole: that is linear. */
const FOLDED = /[ \t]*\n[ \t\n]*|[ \t]+/g;
const ESCAPED = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|\n[ \t]*|([\s\S]))|[ \t]*\n[ \t\n]*|[ \t]+/g;

function readQuoted(quoted: string): string {
  const text = quoted.slice(1, -1);
  if (quoted.startsWith("'")) return text.replaceAll("''", "'").replace(FOLDED, folded);
  return text.replace(ESCAPED, (all, x, u, long, letter) => {
    const code = x ?? u ?? long;
    if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
    // An escaped line break goes, with what indents the next line.
    if (all.startsWith('\\\n')) return '';
    if (letter === undefined) return folded(all);
    const meant = escapes[letter];
    if (meant === undefined) throw new YamlError(`Unknown escape ${all}`);
    return meant;
  });
}

/** One line break is a space, and of several the first is dropped. White space without any stays. */
function folded(blanks: string): string {
  const breaks = blanks.split('\n').length - 1;
  return breaks === 0 ? blanks : '\n'.repeat(breaks - 1) || ' ';
}

const escapes: Readonly<Record<string, string>> = {
  ...{ '0': '\0', a: '\x07', b: '\b', t: '\t', '\t': '\t', n: '\n', v: '\v', f: '\f', r: '\r', e: '\x1b' },
  ...{ ' ': ' ', '"': '"', '/': '/', '\\': '\\', N: '\x85', _: '\xa0', L: '\u2028', P: '\u2029' },
};
