/** The background's end of a request: frames become an exchange, the reply becomes frames. */
import { isProxyError } from '../../core/errors.ts';
import { type Bytes, bodyOf, type Exchange, isPieces, type Reply } from '../../core/exchange.ts';
import type { Caller } from '../../core/ports.ts';
import { createEnding, type Ending } from '../../core/utils/ending.ts';
import { readAll } from '../../core/utils/streams/read-all.ts';
import { fromPieces, type Source } from '../../core/utils/streams/source.ts';
import { fromWebStream } from '../../core/utils/streams/web-stream.ts';
import { creditWindow, type HeadFrame, type OpenFrame, type ServerFrame } from '../protocol/frames.ts';
import type { ServerPort } from '../protocol/port.ts';
import { createCredit } from './flow-window.ts';

/** Thrown where the asking page may not use Hajimi, and shall not learn that there is one. */
export class NotAllowed extends Error {}

/** The way to an answer. */
export interface Door {
  /** What is asked in the place of the URL that the page named. */
  readonly url: string;
  readonly caller: Caller;
  answer(exchange: Exchange): Promise<Reply>;
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
 * Answers the one request that arrives on `port`. It ends as soon as the other end goes away.
 * @returns a function that breaks it off from this end.
 */
export function serveExchange(port: ServerPort, { admit, languages, hold, report }: Serving): () => void {
  const { ending, end } = createEnding();
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
    end(new DOMException('The page closed the request', 'AbortError'));
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
      const reply = await door.answer(toExchange({ ...frame, url: door.url }, door.caller, ending, languages));
      send(toHead(reply));
      await sendBody(reply.body);
      send({ kind: 'end' });
    } catch (error) {
      if (ending.ended) return;
      if (error instanceof NotAllowed) return send({ kind: 'refuse' });
      report(error);
      send({ kind: 'fail', message: messageOf(error) });
    } finally {
      release();
    }
  }

  async function sendBody(body: Reply['body']): Promise<void> {
    const encoder = new TextEncoder();
    if (body === null) return;
    const source = isPieces(body) ? body : fromPieces(body.length === 0 ? [] : [body]);
    await readAll(source, (piece) => sendPiece(typeof piece === 'string' ? encoder.encode(piece) : piece), { ending });
  }

  async function sendPiece(piece: Bytes): Promise<void> {
    for (const bytes of piecesOf(piece)) {
      await credit.available();
      ending.throwIfEnded();
      credit.spend(bytes.length);
      send({ kind: 'chunk', bytes });
    }
    // Nothing is read from Google before the page has room for more.
    await credit.available();
  }
}

/**
 * Whole, so that no event is broken apart, unless it is larger than the window: Chromium gives up to 2 MiB of a body in one
 * read, and refuses a message above 64 MiB.
 */
function* piecesOf(bytes: Bytes): Generator<Bytes> {
  for (let start = 0; start < bytes.length; start += creditWindow) {
    const end = Math.min(start + creditWindow, bytes.length);
    // A view is sent with the whole buffer behind it.
    yield end - start === bytes.buffer.byteLength ? bytes : bytes.slice(start, end);
  }
}

function toExchange(
  { url, method, headers: sent, body }: OpenFrame,
  caller: Caller,
  ending: Ending,
  languages: readonly string[],
): Exchange {
  requireSendable(method, body);
  const { origin, pathname, search } = new URL(url);
  const headers = new Map<string, string>();
  for (const [name, value] of sent) {
    const key = name.toLowerCase();
    const before = headers.get(key);
    headers.set(key, before === undefined ? value : `${before}, ${value}`);
  }
  // A browser names the languages on the wire only, so what comes out of a page has them not yet.
  if (!headers.has('accept-language')) headers.set('accept-language', languages.join(', '));
  return {
    method,
    origin,
    path: pathname,
    query: search,
    header: (name) => headers.get(name),
    headers: () => headers,
    ...bodyOf(() => piecesIn(body), body instanceof Blob ? body.size : (body?.length ?? 0)),
    caller,
    ending,
  };
}

/** What no `Request` could be; a page can put any frame on its connection. @throws {TypeError} */
function requireSendable(method: string, body: OpenFrame['body']): void {
  if (/^(CONNECT|TRACE|TRACK)$/i.test(method)) throw new TypeError(`${method} cannot be sent`);
  if (body !== null && /^(GET|HEAD)$/.test(method)) throw new TypeError(`${method} has no body`);
}

/** A Blob is read as it is asked for: it came by reference, and may be larger than what fits into one message. */
function piecesIn(body: OpenFrame['body']): Source<Bytes> {
  if (body instanceof Blob) return fromWebStream<Bytes>(body.stream());
  return fromPieces(body === null || body.length === 0 ? [] : [body]);
}

function toHead({ status, headers, body }: Reply): HeadFrame {
  return { kind: 'head', status, statusText: '', headers: Object.entries(headers), hasBody: body !== null };
}

/** Only what was written for the client: other errors may name upstream URLs. */
const messageOf = (error: unknown) =>
  isProxyError(error) ? error.message : 'Failed to fetch: Hajimi could not finish the answer. Hajimi 未能完成回答。';
