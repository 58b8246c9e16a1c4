/** Texts of several lines behind `|`, which keeps their lines, and `>`, which folds them. */
import { type Cursor, indentOf, isAtEnd, take, unexpected } from './cursor.ts';

/** With `-` no line break is at the end, with `+` all of them are; a digit is the indentation. */
const HEADER = /[|>](?:[-+]?[1-9]?|[1-9][-+])(?=[ \t]*(?:\n|$)|[ \t]+#)/y;
const REST_OF_LINE = /[^\n]*/y;
const NEXT_LINE = /\n[^\n]*/y;

/** @param parent the text is indented by more. @returns undefined where none begins. */
export function takeBlockText(cursor: Cursor, parent: number): string | undefined {
  const header = take(cursor, HEADER);
  if (header === undefined) return undefined;
  take(cursor, REST_OF_LINE);
  const width = Number(/\d/.exec(header)?.[0] ?? 0);
  const lines = takeLines(cursor, parent, width);
  let length = lines.length;
  while (length > 0 && lines[length - 1] === '') length -= 1;
  const body = lines.slice(0, length);
  const text = header.startsWith('>') ? fold(body) : body.join('\n');
  if (header.includes('+')) return text + '\n'.repeat(lines.length - length + (length > 0 ? 1 : 0));
  return header.includes('-') || length === 0 ? text : `${text}\n`;
}

/** Without their indentation, which is that of the first that says something where there is no `width`. */
function takeLines(cursor: Cursor, parent: number, width: number): string[] {
  const lines: string[] = [];
  let begin = width > 0 ? Math.max(parent, 0) + width : undefined;
  for (;;) {
    const before = cursor.at;
    const line = take(cursor, NEXT_LINE)?.slice(1);
    if (line === undefined) break;
    const indent = indentOf(line);
    if (indent < line.length) {
      const isFirst = begin === undefined;
      begin ??= Math.max(indent, parent + 1);
      if (indent < begin) {
        if (line[indent] === '\t') throw unexpected(cursor, 'A tab indents');
        cursor.at = before;
        break;
      }
      if (isFirst && lines.some((blank) => blank.length > indent))
        throw unexpected(cursor, 'Indented less than before');
    }
    lines.push(line);
  }
  const hasText = lines.some((line) => indentOf(line) < line.length);
  const last = lines.at(-1);
  // Spaces behind the last line break of the document are no line.
  const isUnended = last?.length === indentOf(last ?? '') && !(hasText && last.length > (begin ?? 0));
  if (isAtEnd(cursor) && isUnended) lines.pop();
  return hasText ? lines.map((line) => line.slice(begin)) : lines.map(() => '');
}

/** Lines that follow each other make one line, empty ones a line break; those that are indented further stay as they are. */
function fold(lines: readonly string[]): string {
  let text = '';
  let breaks = 0;
  let wasKept = true;
  for (const line of lines) {
    if (line === '') {
      breaks += 1;
      continue;
    }
    const isKept = /^[ \t]/.test(line);
    const isJoined = !isKept && !wasKept;
    if (text === '') text = '\n'.repeat(breaks);
    else text += isJoined && breaks === 0 ? ' ' : '\n'.repeat(isJoined ? breaks : breaks + 1);
    text += line;
    breaks = 0;
    wasKept = isKept;
  }
  return text;
}
