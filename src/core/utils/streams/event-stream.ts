/** A response that streams text as it is made, at the pace of its reader. */

import type { BodyReader } from './body-reader.ts';
import { type BodyListener, streamOf } from './body-reader.ts';

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
  const reader: BodyReader = {
    async read() {
      let next = await pieces.next();
      while (!next.done && next.value === '') next = await pieces.next();
      return next.done ? { done: true, value: undefined } : { done: false, value: encoder.encode(next.value) };
    },
    async cancel() {
      onCancel();
      await pieces.return?.();
    },
  };
  // Nothing is made before somebody reads, and until then somebody may begin to listen.
  const body = streamOf(reader, () => listener);
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
