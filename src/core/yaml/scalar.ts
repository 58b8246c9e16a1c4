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
  const folded = text
    .slice(1, -1)
    .replace(/[ \t]*\n[ \t]*(\n[ \t]*)*/g, (breaks) => '\n'.repeat(breaks.split('\n').length - 2) || ' ');
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

const escapes: Readonly<Record<string, string>> = {
  ...{ '0': '\0', a: '\x07', b: '\b', t: '\t', '\t': '\t', n: '\n', v: '\v', f: '\f', r: '\r', e: '\x1b' },
  ...{ ' ': ' ', '"': '"', '/': '/', '\\': '\\', N: '\x85', _: '\xa0', L: '\u2028', P: '\u2029' },
};

/** A quoted text at the beginning of a text, with its quotes. */
export const QUOTED = /^(?:"(?:[^"\\]|\\[\s\S])*"|'(?:[^']|'')*')/;
