/** A response that streams text as it is made, at the pace of its reader. */

/** Who hears what goes out. */
export interface BodyListener {
  onBytes(bytes: Uint8Array): void;
  /** Once: whether it was read to its end, or the reader left or the source broke. */
  onEnd(whole: boolean): void;
}

const listeners = new WeakMap<Response, (listener: BodyListener) => void>();

/**
 * @param pieces each is sent as one chunk, so each must be whole events: some clients read no more carefully than that
 *   (clients.md part 1, section 3). What fails is told in the stream; throwing tears the connection.
 * @param onCancel the reader left before the end.
 */
export function eventStream(
  pieces: AsyncIterator<string>,
  headers: Readonly<Record<string, string>>,
  onCancel: () => void,
): Response {
  const encoder = new TextEncoder();
  let listener: BodyListener | undefined;
  let isOver = false;
  const end = (whole: boolean) => {
    if (!isOver) listener?.onEnd(whole);
    isOver = true;
  };
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          let next = await pieces.next();
          while (!next.done && next.value === '') next = await pieces.next();
          // The reader may have left meanwhile.
          if (isOver) return;
          if (next.done) {
            end(true);
            controller.close();
          } else {
            const bytes = encoder.encode(next.value);
            listener?.onBytes(bytes);
            controller.enqueue(bytes);
          }
        } catch (error) {
          end(false);
          throw error;
        }
      },
      async cancel() {
        end(false);
        onCancel();
        await pieces.return?.();
      },
    },
    // Nothing is made before somebody reads, and until then somebody may begin to listen.
    { highWaterMark: 0 },
  );
  // No proxy on the way shall collect the pieces (nginx does unless told).
  const own = {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    'x-accel-buffering': 'no',
  };
  const response = new Response(body, { headers: { ...own, ...headers } });
  listeners.set(response, (one) => {
    listener = one;
  });
  return response;
}

/**
 * Hears what an event stream says, without one more stream around it: that costs as much as a short event.
 * @returns false where the response is none of `eventStream`'s.
 */
export function listenTo(response: Response, listener: BodyListener): boolean {
  const listen = listeners.get(response);
  listen?.(listener);
  return listen !== undefined;
}
