/** Values in brackets and braces: JSON, and YAML's looser form of it. */
import { type Cursor, columnOf, isFirst, skip, unexpected } from './cursor.ts';
import { addEntry, type Entries, toObject } from './entries.ts';
import { flowPlain, takePlain, takeQuoted } from './scalar.ts';

/**
 * @param parent the lines are indented by more; the last bracket may stand right below.
 * @param nested counts how deep.
 * @returns undefined where no bracket opens.
 * @throws {YamlError}
 */
export function takeFlow(
  cursor: Cursor,
  parent: number,
  nested: <T>(read: () => T) => T,
): { readonly value: unknown } | undefined {
  let depth = 0;

  function next(): string | undefined {
    skip(cursor);
    const character = cursor.text[cursor.at];
    const mayEnd = depth === 1 && /[\]}]/.test(character ?? '') && columnOf(cursor) === parent;
    if (isFirst(cursor) && columnOf(cursor) <= parent && !mayEnd) throw unexpected(cursor, 'Indented too little');
    return character;
  }

  /** The next character is eaten if it is this one. */
  function eat(character: string): boolean {
    if (next() !== character) return false;
    cursor.at += 1;
    return true;
  }

  /** Eats the comma between two items; the bracket behind the last one stays. */
  function separate(close: string) {
    if (!eat(',') && next() !== close) throw unexpected(cursor, `${close} is missing`);
  }

  const takeBrackets = () =>
    eat('{') ? { value: within(readMapping) } : eat('[') ? { value: within(readSequence) } : undefined;

  const takeScalar = () => takeQuoted(cursor, parent) ?? takePlain(cursor, flowPlain, parent);

  function within<T>(read: () => T): T {
    depth += 1;
    const value = nested(read);
    depth -= 1;
    return value;
  }

  function readValue(): unknown {
    const read = takeBrackets() ?? takeScalar();
    if (read === undefined) throw unexpected(cursor, 'No value');
    return read.value;
  }

  /** What stands behind a colon. */
  const readAfterKey = (): unknown => (/[,\]}]/.test(next() ?? '') ? null : readValue());

  function readMapping(): object {
    const entries: Entries = new Map();
    while (!eat('}')) {
      const key = takeScalar();
      if (key === undefined) throw unexpected(cursor, 'Not a key');
      addEntry(entries, key.value, eat(':') ? readAfterKey() : null);
      separate('}');
    }
    return toObject(entries);
  }

  function readSequence(): unknown[] {
    const items: unknown[] = [];
    while (!eat(']')) {
      const begin = cursor.at;
      const brackets = takeBrackets();
      const item = brackets ? brackets.value : readValue();
      // `[a: 1]` is a list of a mapping, whose key is on one line.
      const isKey = brackets === undefined && eat(':');
      if (isKey && cursor.text.slice(begin, cursor.at).includes('\n')) throw unexpected(cursor, 'A key of two lines');
      items.push(isKey ? toObject(new Map([[item, readAfterKey()]])) : item);
      separate(']');
    }
    return items;
  }

  return takeBrackets();
}
