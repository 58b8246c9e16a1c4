/** The beginning of a body, read before anybody decides what becomes of it. */

import { concatBytes } from '../bytes.ts';
import type { BodyReader } from './body-reader.ts';

export type Ahead =
  /** All of it. */
  | { readonly whole: Uint8Array<ArrayBuffer> }
  /** All of it, from the beginning: it is larger than the limit, and the rest is still to come. */
  | { readonly stream: ReadableStream<Uint8Array<ArrayBuffer>> };

export interface Watcher {
  /** Each piece, before anything becomes of it. What it throws is thrown in the place of the piece. */
  onPiece?(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Behind the last piece. */
  onWhole?(): void;
  /** The first byte of a stream is asked for. */
  onTaken(): void;
  /** The body broke while the stream was read. */
  onFault(error: unknown): void;
}

/**
 * @param limit bytes; a body that is larger is not held.
 * @throws what the body throws while its beginning is read.
 */
export async function readAhead(reader: BodyReader, limit: number, watcher?: Watcher): Promise<Ahead> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  while (size <= limit) {
    const { done, value } = await reader.read();
    if (done) {
      watcher?.onWhole?.();
      return { whole: concatBytes(pieces) };
    }
    await watcher?.onPiece?.(value);
    pieces.push(value);
    size += value.length;
  }
  return { stream: streamed(reader, pieces, watcher) };
}

function streamed(
  reader: BodyReader,
  read: Uint8Array<ArrayBuffer>[],
  watcher?: Watcher,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream(
    {
      async pull(controller) {
        watcher?.onTaken();
        const ahead = read.shift();
        if (ahead !== undefined) return controller.enqueue(ahead);
        try {
          const { done, value } = await reader.read();
          if (done) {
            watcher?.onWhole?.();
            return controller.close();
          }
          await watcher?.onPiece?.(value);
          controller.enqueue(value);
        } catch (error) {
          watcher?.onFault(error);
          throw error;
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}
