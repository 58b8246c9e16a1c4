/** Values in brackets, braces and quotes: JSON, and YAML's looser form of it. */
import { matchAt, QUOTED, readPlain, readQuoted, YamlError } from './scalar.ts';

/** A value that ends before `,`, `:` or a bracket. */
const PLAIN = /(?:[^,[\]{}:#\n]|:(?![\s,[\]{}]|$)|(?<=\S)#)+/y;
/** White space and comments. */
const NOTHING = /(?:\s|#[^\n]*)+/y;

/** Deeper than anything that a person types. */
const DEEPEST = 100;

/**
 * @param text one whole value, over as many lines as it likes, with comments.
 * @throws {YamlError}
 */
export function readFlow(text: string): unknown {
  let at = 0;
  let depth = 0;

  const skip = () => void take(NOTHING);

  /** The next character is eaten if it is this one. */
  function eat(character: string): boolean {
    skip();
    if (text[at] !== character) return false;
    at++;
    return true;
  }

  /** Eats the comma between two items; the bracket behind the last one stays. */
  function separate(close: string) {
    if (!eat(',') && text[at] !== close) throw new YamlError(`${close} is missing`);
  }

  function take(pattern: RegExp): string | undefined {
    const found = matchAt(pattern, text, at);
    at += found?.length ?? 0;
    return found;
  }

  function readValue(): unknown {
    if (eat('{')) return nested(readMapping);
    if (eat('[')) return nested(readSequence);
    const quoted = take(QUOTED);
    if (quoted !== undefined) return readQuoted(quoted);
    const plain = take(PLAIN);
    if (plain === undefined) throw new YamlError(`Cannot read ${text.slice(at, at + 20)}`);
    return readPlain(plain.trim());
  }

  function nested(read: () => unknown): unknown {
    if (++depth > DEEPEST) throw new YamlError('Too deep');
    const value = read();
    depth--;
    return value;
  }

  function readMapping(): unknown {
    const entries: [string, unknown][] = [];
    while (!eat('}')) {
      const key = readValue();
      if (typeof key === 'object' && key !== null) throw new YamlError('A key must be a text');
      const isBare = !eat(':');
      skip();
      entries.push([String(key), isBare || text[at] === ',' || text[at] === '}' ? null : readValue()]);
      separate('}');
    }
    return Object.fromEntries(entries);
  }

  function readSequence(): unknown {
    const items: unknown[] = [];
    while (!eat(']')) {
      const item = readValue();
      // `[a: 1]` is a list of a mapping.
      items.push(eat(':') ? Object.fromEntries([[String(item), readValue()]]) : item);
      separate(']');
    }
    return items;
  }

  const value = readValue();
  skip();
  if (at < text.length) throw new YamlError(`Something follows the value: ${text.slice(at, at + 20)}`);
  return value;
}
