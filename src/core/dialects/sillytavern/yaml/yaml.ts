/**
 * The YAML that people type into a box: mappings, sequences, JSON, quotes, texts of several lines, comments. Anchors,
 * tags, complex keys and several documents are refused. A library of the whole language would be a quarter of the
 * extension.
 */
import { takeBlockText } from './block-text.ts';
import { columnOf, createCursor, isAtEnd, isFirst, skip, take, unexpected, YamlError } from './cursor.ts';
import { addEntry, type Entries, toObject } from './entries.ts';
import { takeFlow } from './flow.ts';
import { blockPlain, takePlain, takePlainLine, takeQuoted } from './scalar.ts';

/** Deeper than anything that a person types. */
const DEEPEST = 100;

/** What may stand before the one document. */
const HEAD = /^\ufeff?(?:(?:[ \t]*(?:#[^\n]*)?\n)*---(?=[ \t]*(?:\n|$)|[ \t]+#))?/;
const DOCUMENT = /(?:^|\n)(?:---|\.\.\.)(?:[ \t\n]|$)/;
const DASH = /-(?=[ \t\n]|$)/y;
const COLON = /[ \t]*:(?=[ \t\n]|$)/y;

/** @throws {YamlError} for what is not YAML, or not what this reads. */
export function readYaml(source: string): unknown {
  const text = source.replace(/\r\n?/g, '\n').replace(HEAD, '');
  if (DOCUMENT.test(text)) throw new YamlError('Several documents');
  const cursor = createCursor(text);
  let depth = 0;

  function nested<T>(read: () => T): T {
    if (++depth > DEEPEST) throw new YamlError('Too deep');
    const value = read();
    depth -= 1;
    return value;
  }

  /** Goes to the next token of a block. */
  function next() {
    skip(cursor);
    const isIndented = isFirst(cursor) && !isAtEnd(cursor);
    if (isIndented && text[cursor.lineStart + cursor.indent] === '\t') throw unexpected(cursor, 'A tab indents');
  }

  /** A block or a value, whose first token is here, further right than `parent`. */
  function readNode(parent: number): unknown {
    const column = columnOf(cursor);
    const hasTab = text.slice(cursor.lineStart, cursor.at).includes('\t');
    const isItem = take(cursor, DASH) !== undefined;
    const key = isItem ? undefined : takeKey();
    const isBlock = isItem || key !== undefined;
    if (hasTab && isBlock) throw unexpected(cursor, 'A tab indents');
    if (!isBlock) return readScalar(parent);
    return nested(() => (key ? readMapping(column, key.value) : readSequence(column)));
  }

  /** Behind the first dash. */
  function readSequence(column: number): unknown[] {
    const items: unknown[] = [];
    do {
      next();
      items.push(isBelow(column) ? readNode(column) : null);
    } while (goesOn(column) && take(cursor, DASH));
    return items;
  }

  /** Behind the colon of the first key. */
  function readMapping(column: number, first: unknown): object {
    const entries: Entries = new Map();
    for (let key = first; ; ) {
      addEntry(entries, key, readAfterKey(column));
      if (!goesOn(column)) return toObject(entries);
      const following = takeKey();
      if (following === undefined) throw unexpected(cursor, 'Not a key');
      key = following.value;
    }
  }

  function readAfterKey(column: number): unknown {
    next();
    if (isFirst(cursor)) {
      if (isBelow(column)) return readNode(column);
      // A sequence may stand right below its key.
      return columnOf(cursor) === column && take(cursor, DASH) ? nested(() => readSequence(column)) : null;
    }
    if (isAtEnd(cursor)) return null;
    if (takeKey()) throw unexpected(cursor, 'A key behind a key');
    return readScalar(column);
  }

  /** A value of a dash or a key at this column is here. */
  const isBelow = (column: number) => !isAtEnd(cursor) && columnOf(cursor) > column;

  /** Whether the next entry of a block is here. */
  function goesOn(column: number): boolean {
    next();
    if (isAtEnd(cursor)) return false;
    if (!isFirst(cursor)) throw unexpected(cursor, 'Something follows the value');
    if (cursor.indent > column) throw unexpected(cursor, 'Indented too far');
    return cursor.indent === column;
  }

  function takeKey(): { readonly value: unknown } | undefined {
    const before = cursor.at;
    const key = takeQuoted(cursor, -1) ?? takePlainLine(cursor);
    if (key && !text.slice(before, cursor.at).includes('\n') && take(cursor, COLON)) return key;
    cursor.at = before;
    return undefined;
  }

  function readScalar(parent: number): unknown {
    const blockText = takeBlockText(cursor, parent);
    if (blockText !== undefined) return blockText;
    const read =
      takeFlow(cursor, parent, nested) ?? takeQuoted(cursor, parent) ?? takePlain(cursor, blockPlain, parent);
    if (read === undefined) throw unexpected(cursor, 'Cannot read');
    return read.value;
  }

  next();
  if (isAtEnd(cursor)) return null;
  const value = readNode(-1);
  next();
  if (!isAtEnd(cursor)) throw unexpected(cursor, 'Something follows the value');
  return value;
}
