/** A response that streams text as it is made, at the pace of its reader. */

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
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      let next = await pieces.next();
      while (!next.done && next.value === '') next = await pieces.next();
      if (next.done) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
    async cancel() {
      onCancel();
      await pieces.return?.();
    },
  });
  // No proxy on the way shall collect the pieces (nginx does unless told).
  const own = {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    'x-accel-buffering': 'no',
  };
  return new Response(body, { headers: { ...own, ...headers } });
}
