/** The background's end of an exchange: frames become a real `Request`, the `Response` becomes frames. */
import { isProxyError } from '../../core/errors.ts';
import { creditWindow, type HeadFrame, type OpenFrame, type ServerFrame } from '../protocol/frames.ts';
import type { ServerPort } from '../protocol/port.ts';
import { createCredit } from './flow-window.ts';

/** Thrown where the asking page may not use Hajimi, and shall not learn that there is one. */
export class NotAllowed extends Error {}

/** The way to an answer. */
export interface Door {
  /** What is asked in the place of the URL that the page named. */
  readonly url: string;
  answer(request: Request): Promise<Response>;
}

export interface Serving {
  /** Opens the door for a request to this URL. @throws {NotAllowed} */
  admit(url: string): Promise<Door>;
  /** The person's languages, best first, for a request that names none. */
  readonly languages: readonly string[];
  /** Keeps the background alive until the function it returns is called. */
  hold(): () => void;
  /** Told of every failure that is not the page's own leaving. */
  report(error: unknown): void;
}

/**
 * Answers the one request that arrives on `port`. The request's signal aborts as soon as the other end goes away.
 * @returns a function that breaks the exchange off from this end.
 */
export function serveExchange(port: ServerPort, { admit, languages, hold, report }: Serving): () => void {
  const gone = new AbortController();
  const credit = createCredit(creditWindow);
  let opened = false;
  port.onDisconnect.addListener(leave);
  port.onMessage.addListener(function receive(frame) {
    if (frame.kind === 'credit') credit.grant(frame.bytes);
    else if (!opened) {
      opened = true;
      void run(frame);
    }
  });

  return function breakOff() {
    leave();
    port.disconnect();
  };

  function leave() {
    gone.abort(new DOMException('The page closed the request', 'AbortError'));
    // Wakes a sender that waits for it.
    credit.grant(Number.POSITIVE_INFINITY);
  }

  function send(frame: ServerFrame) {
    try {
      port.postMessage(frame);
    } catch {
      // The port may be closed before its event has come.
      leave();
    }
  }

  async function run(frame: OpenFrame) {
    const release = hold();
    try {
      const door = await admit(frame.url);
      const response = await door.answer(toRequest({ ...frame, url: door.url }, gone.signal, languages));
      send(toHead(response));
      if (response.body) await pump(response.body);
      send({ kind: 'end' });
    } catch (error) {
      if (gone.signal.aborted) return;
      if (error instanceof NotAllowed) return send({ kind: 'refuse' });
      report(error);
      send({ kind: 'fail', message: messageOf(error) });
    } finally {
      release();
    }
  }

  async function pump(body: ReadableStream<Uint8Array<ArrayBuffer>>) {
    const reader = body.getReader();
    // An app that answers without watching the signal must still be stopped.
    const cancel = () => void reader.cancel(gone.signal.reason).catch(() => {});
    if (gone.signal.aborted) cancel();
    gone.signal.addEventListener('abort', cancel);
    for (;;) {
      await credit.available();
      const { done, value } = await reader.read();
      gone.signal.throwIfAborted();
      if (done) return;
      for (const bytes of piecesOf(value)) {
        await credit.available();
        gone.signal.throwIfAborted();
        credit.spend(bytes.length);
        send({ kind: 'chunk', bytes });
      }
    }
  }
}

/**
 * Whole, so that no event is broken apart, unless it is larger than the window: Chromium gives up to 2 MiB of a body in one
 * read, and refuses a message above 64 MiB.
 */
function* piecesOf(bytes: Uint8Array<ArrayBuffer>): Generator<Uint8Array<ArrayBuffer>> {
  for (let start = 0; start < bytes.length; start += creditWindow) {
    const end = Math.min(start + creditWindow, bytes.length);
    // A view is sent with the whole buffer behind it.
    yield end - start === bytes.buffer.byteLength ? bytes : bytes.slice(start, end);
  }
}

/** A browser names the languages on the wire only, so what comes out of a page has them not yet. */
function toRequest(frame: OpenFrame, signal: AbortSignal, languages: readonly string[]): Request {
  const { url, method, headers, body } = frame;
  const request = new Request(url, { method, headers, body, signal });
  if (!request.headers.has('accept-language')) request.headers.set('accept-language', languages.join(', '));
  return request;
}

function toHead(response: Response): HeadFrame {
  return {
    kind: 'head',
    status: response.status,
    statusText: response.statusText,
    headers: [...response.headers],
    hasBody: response.body !== null,
  };
}

/** Only what was written for the client: other errors may name upstream URLs. */
const messageOf = (error: unknown) =>
  isProxyError(error) ? error.message : 'Failed to fetch: Hajimi could not finish the answer. Hajimi 未能完成回答。';
