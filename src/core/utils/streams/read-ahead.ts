/** The beginning of a body, read before anybody decides what becomes of it. */
import { type Bytes, concatBytes } from '../bytes.ts';
import { map } from './map.ts';
import type { Source } from './source.ts';

export type Ahead =
  /** All of it. */
  | { readonly whole: Bytes }
  /** All of it, from the beginning: it is larger than the limit, and what follows is still to come. */
  | { readonly rest: Source<Bytes> };

export interface Watcher {
  /** Each piece, before anything becomes of it. What it throws is thrown in the place of the piece. */
  onPiece?(bytes: Bytes): Promise<void>;
  /** Behind the last piece. */
  onWhole?(): void;
  /** The first byte of a stream is asked for. */
  onTaken?(): void;
  /** The body broke while the stream was read. */
  onFault?(error: unknown): void;
}

/**
 * @param limit bytes; a body that is larger is not held.
 * @throws what the body throws while its beginning is read.
 */
export async function readAhead(source: Source<Bytes>, limit: number, watcher?: Watcher): Promise<Ahead> {
  const pieces: Bytes[] = [];
  let size = 0;
  while (size <= limit) {
    const piece = await source.next();
    if (piece === undefined) {
      watcher?.onWhole?.();
      return { whole: concatBytes(pieces) };
    }
    await watcher?.onPiece?.(piece);
    pieces.push(piece);
    size += piece.length;
  }
  return { rest: withBeginning(pieces, source, watcher) };
}

function withBeginning(read: readonly Bytes[], source: Source<Bytes>, watcher?: Watcher): Source<Bytes> {
  let given = 0;
  return map(source, {
    ahead() {
      watcher?.onTaken?.();
      return read[given++];
    },
    each: (piece) => watcher?.onPiece?.(piece).then(() => piece) ?? piece,
    end: () => void watcher?.onWhole?.(),
    rescue: (error) => void watcher?.onFault?.(error),
  });
}
