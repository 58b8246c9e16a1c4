/** Values without structure: YAML 1.2's core schema, which is what JSON has plus a few spellings. */

export class YamlError extends Error {
  override readonly name = 'YamlError';
}

const words: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['true', 'True', 'TRUE'].map((word) => [word, true] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, false] as const),
  ...['.inf', '.Inf', '.INF', '+.inf'].map((word) => [word, Number.POSITIVE_INFINITY] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, Number.NEGATIVE_INFINITY] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, Number.NaN] as const),
]);

const NUMBER = /^(?:[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|0x[\da-fA-F]+|0o[0-7]+)$/;
/** What begins an anchor, an alias, a tag, a directive or a quote without end, or may begin nothing at all. */
const RESERVED = /^(?:["'&*!|>%@`,\]}#]|[?:-](?:\s|$))/;

/** A value without quotes. */
export function readPlain(text: string): unknown {
  if (words.has(text)) return words.get(text);
  if (NUMBER.test(text)) return Number(text);
  if (RESERVED.test(text)) throw new YamlError(`Cannot read ${text.slice(0, 20)}`);
  return text;
}

/** A quoted text with the quotes at both ends; line breaks within it are folded. */
export function readQuoted(text: string): string {
  const folded = foldBreaks(text.slice(1, -1));
  if (text.startsWith("'")) return folded.replaceAll("''", "'");
  return folded.replace(
    /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([\s\S]))/g,
    (all, x, u, long, letter) => {
      const code = x ?? u ?? long;
      if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
      const meant = escapes[letter];
      if (meant === undefined) throw new YamlError(`Unknown escape ${all}`);
      return meant;
    },
  );
}

/** White space around a line break goes with it; one break is a space, and of several the first is dropped. */
function foldBreaks(text: string): string {
  const [first = '', ...others] = text.split('\n');
  if (others.length === 0) return text;
  const last = others.length - 1;
  const lines = others.map((line, index) => {
    const begun = line.slice(line.search(/[^ \t]|$/));
    return index === last ? begun : withoutBlanks(begun);
  });
  let folded = withoutBlanks(first);
  let breaks = 0;
  for (const [index, line] of lines.entries()) {
    breaks += 1;
    if (line === '' && index < last) continue;
    folded += ('\n'.repeat(breaks - 1) || ' ') + line;
    breaks = 0;
  }
  return folded;
}

/** By hand: `/[ \t]+$/` looks at a row of blanks from each of them. */
function withoutBlanks(line: string): string {
  let end = line.length;
  while (line[end - 1] === ' ' || line[end - 1] === '\t') end -= 1;
  return line.slice(0, end);
}

const escapes: Readonly<Record<string, string>> = {
  ...{ '0': '\0', a: '\x07', b: '\b', t: '\t', '\t': '\t', n: '\n', v: '\v', f: '\f', r: '\r', e: '\x1b' },
  ...{ ' ': ' ', '"': '"', '/': '/', '\\': '\\', N: '\x85', _: '\xa0', L: '\u2028', P: '\u2029' },
};

/** A quoted text, with its quotes, from `lastIndex` on. */
export const QUOTED = /(?:"(?:[^"\\]|\\[\s\S])*"|'(?:[^']|'')*')/y;

/** What the sticky pattern matches at this place. */
export function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
