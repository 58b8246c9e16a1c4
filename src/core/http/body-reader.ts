/** A body that is read piece by piece, with or without a web stream around it: one of these costs more than a small piece. */
import type { BodyReader, FetchResponse } from '../ports.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** @returns undefined where there is no body. */
export const readerOf = (response: Pick<FetchResponse, 'body' | 'reader'>): BodyReader | undefined =>
  response.reader === undefined ? response.body?.getReader() : response.reader();

/** The same as a stream, for whoever needs one. Nothing is read before its reader asks. */
export const streamOf = (reader: BodyReader): ReadableStream<Bytes> =>
  new ReadableStream<Bytes>(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
