/** Values in brackets, braces and quotes: JSON, and YAML's looser form of it. */
import { QUOTED, readPlain, readQuoted, YamlError } from './scalar.ts';

/** A value that ends before `,`, `:` or a bracket. */
const PLAIN = /^(?:[^,[\]{}:#\n]|:(?![\s,[\]{}]|$)|(?<=\S)#)+/;

/**
 * @param text one whole value, over as many lines as it likes, with comments.
 * @throws {YamlError}
 */
export function readFlow(text: string): unknown {
  let rest = text;

  function skip() {
    rest = rest.replace(/^(?:\s|#[^\n]*)+/, '');
  }

  /** The next character is eaten if it is this one. */
  function eat(character: string): boolean {
    skip();
    if (!rest.startsWith(character)) return false;
    rest = rest.slice(1);
    return true;
  }

  /** Eats the comma between two items; the bracket behind the last one stays. */
  function separate(close: string) {
    if (!eat(',') && !rest.startsWith(close)) throw new YamlError(`${close} is missing`);
  }

  function take(pattern: RegExp): string | undefined {
    const [found] = pattern.exec(rest) ?? [];
    rest = rest.slice(found?.length ?? 0);
    return found;
  }

  function readValue(): unknown {
    if (eat('{')) return readMapping();
    if (eat('[')) return readSequence();
    const quoted = take(QUOTED);
    if (quoted !== undefined) return readQuoted(quoted);
    const plain = take(PLAIN);
    if (plain === undefined) throw new YamlError(`Cannot read ${rest.slice(0, 20)}`);
    return readPlain(plain.trim());
  }

  function readMapping(): unknown {
    const entries: [string, unknown][] = [];
    while (!eat('}')) {
      const key = readValue();
      if (typeof key === 'object' && key !== null) throw new YamlError('A key must be a text');
      const isBare = !eat(':');
      skip();
      entries.push([String(key), isBare || /^[,}]/.test(rest) ? null : readValue()]);
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
  if (rest !== '') throw new YamlError(`Something follows the value: ${rest.slice(0, 20)}`);
  return value;
}
