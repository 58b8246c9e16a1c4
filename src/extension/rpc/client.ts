/** The asking end of an exchange, shared by web pages and our own pages. */

import { NativePromise, NativeReadableStream, NativeTypeError } from '../page/safe-globals.ts';
import {
  type ClientFrame,
  creditWindow,
  type HeadFrame,
  type OpenFrame,
  type ServerFrame,
} from '../protocol/frames.ts';

/** A connection that carries one exchange. */
export interface Wire {
  send(frame: ClientFrame): void;
  /** Ends the exchange from this side; the background then aborts upstream. */
  close(): void;
}

export interface Answer {
  readonly head: Pick<HeadFrame, 'status' | 'headers'> & Partial<Pick<HeadFrame, 'statusText'>>;
  /** Null where the answer has none. Errors with the signal's reason when aborted; cancelling it ends the exchange. */
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>> | null;
}

/** The background does not serve this page. */
export class Refused extends Error {}

/**
 * Sends one request and resolves with the head of its answer.
 * @param connect opens the connection; it hands every frame from the background to `receive`.
 * @param failed makes the answer where the exchange fails before there is one; without it that is an error.
 * @throws the signal's reason, `Refused`, or a TypeError as `fetch` throws for a network failure.
 */
export function exchange(
  connect: (receive: (frame: ServerFrame) => void) => Wire,
  open: OpenFrame,
  signal: AbortSignal,
  failed?: (message: string) => Answer,
): Promise<Answer> {
  return new NativePromise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    let stream: ReadableByteStreamController | undefined;
    /** Bytes the background may still send. */
    let granted = creditWindow;
    let over = false;

    function finish(error?: unknown) {
      if (over) return;
      over = true;
      signal.removeEventListener('abort', abort);
      wire.close();
      if (error === undefined) return;
      stream?.error(error);
      reject(error);
    }
    const abort = () => finish(signal.reason);

    const source: UnderlyingByteSource = {
      type: 'bytes',
      start(controller) {
        stream = controller;
      },
      pull(controller) {
        const missing = (controller.desiredSize ?? 0) - granted;
        // In halves of the window: a credit for every token would double the messages.
        if (over || missing < creditWindow / 2) return;
        granted += missing;
        wire.send({ kind: 'credit', bytes: missing });
      },
      cancel: () => finish(),
    };

    const wire = connect(function receive(frame) {
      if (over) return;
      switch (frame.kind) {
        case 'head':
          return resolve({
            head: frame,
            body: frame.hasBody ? new NativeReadableStream(source, { highWaterMark: creditWindow }) : null,
          });
        case 'chunk':
          granted -= frame.bytes.byteLength;
          // An empty piece carries nothing, and a byte stream throws at one.
          if (frame.bytes.byteLength > 0) stream?.enqueue(frame.bytes);
          return;
        case 'end':
          stream?.close();
          // A BYOB read that waits at the end is only answered by this.
          stream?.byobRequest?.respond(0);
          return finish();
        case 'fail':
          // Without effect where the head has come: then the body breaks.
          if (failed) resolve(failed(frame.message));
          return finish(new NativeTypeError(frame.message));
        case 'refuse':
          return finish(new Refused());
      }
    });
    signal.addEventListener('abort', abort);
    wire.send(open);
  });
}
