/** The content of a message as a row of texts and media, which is what merging prompts works on. */
import { isObject } from '../../../utils/json/json.ts';

export type Piece = { readonly text: string } | { readonly media: Readonly<Record<string, unknown>> };

const MEDIA: ReadonlySet<unknown> = new Set(['image_url', 'video_url', 'audio_url']);
const BETWEEN = '\n\n';

/** Never empty. Parts of other types leave an empty text behind, as they do in SillyTavern. */
export function readContent(content: unknown): Piece[] {
  if (!Array.isArray(content)) return [{ text: content ? String(content) : '' }];
  return joinPieces(content.map(readPart));
}

function readPart(part: unknown): Piece {
  if (!isObject(part)) return { text: '' };
  if (MEDIA.has(part.type)) return { media: part };
  return { text: part.type === 'text' && typeof part.text === 'string' ? part.text : '' };
}

/** A string where there are no media, else OpenAI's content parts. */
export function writeContent(pieces: readonly Piece[]): unknown {
  const [first] = pieces;
  if (pieces.length === 1 && first && 'text' in first) return first.text;
  return pieces.map((piece) => ('text' in piece ? { type: 'text', text: piece.text } : piece.media));
}

/** Texts that follow each other become one, with an empty line between them. */
export function joinPieces(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) addPiece(joined, piece);
  return joined.length === 0 ? [{ text: '' }] : joined;
}

/** Adds to the end of the row, or to the text that stands there. */
export function addPiece(row: Piece[], piece: Piece): void {
  const last = row.at(-1);
  if (last && 'text' in last && 'text' in piece) row[row.length - 1] = { text: last.text + BETWEEN + piece.text };
  else row.push(piece);
}

export const isEmpty = ({ length, 0: first }: readonly Piece[]): boolean =>
  length <= 1 && (first === undefined || ('text' in first && first.text === ''));

export function beginsWith([first]: readonly Piece[], words: string): boolean {
  return first !== undefined && 'text' in first && first.text.startsWith(words);
}

export function prepend(pieces: readonly Piece[], words: string): Piece[] {
  const [first, ...rest] = pieces;
  return first && 'text' in first ? [{ text: words + first.text }, ...rest] : [{ text: words }, ...pieces];
}
