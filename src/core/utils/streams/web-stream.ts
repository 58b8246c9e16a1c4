/** Between the core's streams and the web's. */
import type { Bytes } from '../bytes.ts';
import { fromPulls, type Source } from './source.ts';

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

/** The two ways to the body of an answer (`FetchResponse` in `ports.ts`). */
interface Readable {
  readonly body: ReadableStream<Bytes> | null;
  pieces?(): Source<Bytes> | undefined;
}

/** The body of an answer, without a web stream where there is a way: one costs more than a small piece. Undefined: none. */
export function piecesOf(response: Readable): Source<Bytes> | undefined {
  if (response.pieces !== undefined) return response.pieces();
  return response.body === null ? undefined : fromWebStream(response.body);
}

/** What the web gives. The stream is locked from now on, and cancelled with the source. */
export function fromWebStream<T>(stream: ReadableStream<T>): Source<T> {
  const reader = stream.getReader();
  return fromPulls(
    async () => (await reader.read()).value,
    (reason) => reader.cancel(reason),
  );
}
