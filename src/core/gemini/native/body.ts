/** A request's body on its way to Google: kept where it is small enough to be sent again, streamed otherwise. */

/** With a key that refuses, a body of up to so many bytes can be given to the next. */
export const KEPT_BODY = 4 * 1024 * 1024;

export interface OutgoingBody {
  /** The whole body where it is kept; undefined where it is streamed. Empty where there is none. */
  readonly kept: Uint8Array<ArrayBuffer> | undefined;
  /** What to send. A streamed body can be taken once. */
  take(): BodyInit | undefined;
  /** A streamed body has begun to leave: it cannot be sent again. */
  readonly spent: boolean;
  /** What broke a streamed body on the client's side; undefined where it is whole so far. */
  readonly fault: unknown;
}

/** @param limit bytes of a body that is kept; infinite where requests cannot be streamed. */
export async function outgoingBody(request: Request, limit: number): Promise<OutgoingBody> {
  const { body, headers } = request;
  if (body === null) return keptBody(new Uint8Array());
  if (Number(headers.get('content-length') ?? 0) > limit) return streamedBody(body.getReader(), []);
  const reader = body.getReader();
  const pieces: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return keptBody(joined(pieces, size));
    pieces.push(value);
    size += value.length;
    if (size > limit) return streamedBody(reader, pieces);
  }
}

const keptBody = (kept: Uint8Array<ArrayBuffer>): OutgoingBody => ({
  kept,
  take: () => (kept.length === 0 ? undefined : kept),
  spent: false,
  fault: undefined,
});

function streamedBody(reader: ReadableStreamDefaultReader<Uint8Array>, read: Uint8Array[]): OutgoingBody {
  let spent = false;
  let fault: unknown;
  const stream = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        spent = true;
        const ahead = read.shift();
        if (ahead !== undefined) return controller.enqueue(ahead);
        try {
          const { done, value } = await reader.read();
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (error) {
          fault = error;
          throw error;
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
  return {
    kept: undefined,
    take: () => stream,
    get spent() {
      return spent;
    },
    get fault() {
      return fault;
    },
  };
}

function joined(pieces: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
