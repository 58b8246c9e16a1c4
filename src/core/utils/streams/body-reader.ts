/** A body that is read piece by piece, with or without a web stream around it: one of these costs more than a small piece. */

type Bytes = Uint8Array<ArrayBuffer>;

/** @returns undefined where there is no body. */
export const readerOf = (response: Readable): BodyReader | undefined =>
  response.reader === undefined ? response.body?.getReader() : response.reader();

/** The two ways to the body of an answer (`FetchResponse` in `ports.ts`). */
interface Readable {
  readonly body: ReadableStream<Bytes> | null;
  reader?(): BodyReader | undefined;
}

/** Read to its end, broken off, or left by its reader. */
export type BodyEnd =
  | { readonly how: 'whole' }
  | { readonly how: 'broken'; readonly error: unknown }
  | { readonly how: 'cancelled' };

/** Who hears what goes through a body. */
export interface BodyListener {
  onBytes(bytes: Uint8Array): void;
  /** Once. */
  onEnd(end: BodyEnd): void;
}

/**
 * The same as a stream, for whoever needs one. Nothing is read before its reader asks.
 * @param listener is asked for at each turn, so that one may begin to listen before the first.
 */
export function streamOf(reader: BodyReader, listener?: () => BodyListener | undefined): ReadableStream<Bytes> {
  let isOver = false;
  const over = (end: BodyEnd) => {
    if (!isOver) listener?.()?.onEnd(end);
    isOver = true;
  };
  return new ReadableStream<Bytes>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          // The stream's reader may have left meanwhile.
          if (isOver) return;
          if (done) {
            over({ how: 'whole' });
            controller.close();
          } else {
            listener?.()?.onBytes(value);
            controller.enqueue(value);
          }
        } catch (error) {
          over({ how: 'broken', error });
          throw error;
        }
      },
      cancel(reason) {
        over({ how: 'cancelled' });
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

/** What the core needs of a stream's reader. One `read` at a time. */
export type BodyReader = Pick<ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>, 'read' | 'cancel'>;
