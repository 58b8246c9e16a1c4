/** A place in the text, and the line that it is on: indentation is YAML's brackets. */

export class YamlError extends Error {
  override readonly name = 'YamlError';
}

export interface Cursor {
  /** With `\n` for every line break. */
  readonly text: string;
  at: number;
  /** Where the line begins, as of the last `skip`. */
  lineStart: number;
  /** Spaces at its beginning; a tab is none. */
  indent: number;
  /** Where its first token stands. */
  firstAt: number;
}

/** White space and comments; a comment begins the line or stands behind white space. */
const NOTHING = /(?:[ \t\n]+|(?<=[ \t\n]|^)#[^\n]*)+/y;

export const createCursor = (text: string): Cursor => ({ text, at: 0, lineStart: 0, indent: 0, firstAt: 0 });

/** What the sticky pattern matches at this place, which is then behind it. */
export function take(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0];
  cursor.at += found?.length ?? 0;
  return found;
}

/** Goes to the next token, on whatever line. */
export function skip(cursor: Cursor): void {
  const before = cursor.at;
  const skipped = take(cursor, NOTHING) ?? '';
  const lastBreak = skipped.lastIndexOf('\n');
  if (lastBreak < 0 && before !== cursor.firstAt) return;
  if (lastBreak >= 0) cursor.lineStart = before + lastBreak + 1;
  cursor.indent = indentOf(cursor.text.slice(cursor.lineStart, cursor.at));
  cursor.firstAt = cursor.at;
}

export const isAtEnd = ({ at, text }: Cursor): boolean => at === text.length;

/** Whether nothing stands before this token on its line. */
export const isFirst = ({ at, firstAt }: Cursor): boolean => at === firstAt;

export const columnOf = (cursor: Cursor): number => (isFirst(cursor) ? cursor.indent : cursor.at - cursor.lineStart);

/** How many spaces a line begins with. */
export function indentOf(line: string): number {
  let spaces = 0;
  while (line[spaces] === ' ') spaces += 1;
  return spaces;
}

/** The error for what stands here. */
export const unexpected = ({ text, at }: Cursor, why: string): YamlError =>
  new YamlError(`${why}: ${text.slice(at, at + 20)}`);
