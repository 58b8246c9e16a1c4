import type { ServerResponse } from 'node:http';

/**
 * The same request with a signal of ours, which aborts when the client leaves before its answer is out.
 *
 * The server library's own signal goes into the web `Request` that it makes for whoever wants the body as a stream, and
 * undici holds the signal that a Request was made with until that Request is collected. Through a listener of ours one gets
 * from the signal to the Request, so neither ever was: 2.3 MB stayed behind with each chat of 634 KB.
 */
export function withOwnSignal(request: Request, outgoing: ServerResponse): Request {
  const leaving = new AbortController();
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) leaving.abort(new DOMException('The client has left', 'AbortError'));
  });
  return Object.defineProperty(request, 'signal', { value: leaving.signal });
}
