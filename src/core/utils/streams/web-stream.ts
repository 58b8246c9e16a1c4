/** Between the core's streams and the web's. */
import type { Bytes } from '../bytes.ts';
import { fromPulls, type Source } from './source.ts';

/** What is needed of a web stream's reader. */
type Reader<T> = Pick<ReadableStreamDefaultReader<T>, 'read' | 'cancel'>;

/** The same bytes for the web. Nothing is read before its reader asks; a piece that says nothing is left out. */
export function toWebStream(source: Source<Bytes | string>): ReadableStream<Bytes> {
  const encoder = new TextEncoder();
  return new ReadableStream<Bytes>(
    {
      async pull(controller) {
        let piece = await source.next();
        while (piece?.length === 0) piece = await source.next();
        if (piece === undefined) controller.close();
        else controller.enqueue(typeof piece === 'string' ? encoder.encode(piece) : piece);
      },
      cancel: (reason) => source.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

/** What the web gives. A stream is locked from now on, and cancelled with the source. */
export function fromWebStream<T>(input: ReadableStream<T> | Reader<T>): Source<T> {
  const reader: Reader<T> = 'getReader' in input ? input.getReader() : input;
  return fromPulls(
    async () => (await reader.read()).value,
    (reason) => reader.cancel(reason),
  );
}
