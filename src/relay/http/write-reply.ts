/** The core's reply on a response of node:http. */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Bytes, isPieces, type Pieces, type Reply } from '../../core/exchange.ts';
import { createEnding, type Ending } from '../../core/utils/ending.ts';
import { readAll } from '../../core/utils/streams/read-all.ts';
import { isPromise } from '../../core/utils/streams/source.ts';

/**
 * Resolves when all of it was handed to Node, or the client has left.
 * @throws what broke it: then the connection is to be torn.
 */
export async function writeReply(
  { status, headers, body }: Reply,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.once('close', () => drain(message));
  if (!isPieces(body)) {
    const length = body === null ? {} : { 'content-length': lengthOf(body) };
    response.writeHead(status, { ...length, ...headers });
    response.end(body ?? undefined);
    return;
  }
  const { ending: gone, end } = createEnding();
  response.once('close', () => end());
  if (response.destroyed) return body.cancel(new DOMException('The client has left', 'AbortError'));
  try {
    response.writeHead(status, headers);
    await writePieces(body, response, gone);
    response.end();
  } catch (error) {
    body.cancel(error);
    if (!gone.ended) throw error;
  }
}

const lengthOf = (body: string | Bytes): number => (typeof body === 'string' ? Buffer.byteLength(body) : body.length);

async function writePieces(body: Pieces, response: ServerResponse, gone: Ending): Promise<void> {
  // The head goes out at once where the first piece is still to come: somebody waits for it.
  const first = body.next();
  if (isPromise(first)) response.flushHeaders();
  await write(await first, response, gone);
  await readAll(body, (piece) => write(piece, response, gone), { ending: gone });
}

/** @returns a promise where the client is slower than what is written. */
function write(
  piece: Bytes | string | undefined,
  response: ServerResponse,
  gone: Ending,
): Promise<unknown> | undefined {
  if (piece === undefined || piece.length === 0 || response.write(piece)) return undefined;
  return once(response, 'drain', { signal: gone.signal }).catch(() => gone.throwIfEnded());
}

/** What a client still sends behind our answer is read for so long, in ms, and so many bytes: */
const LINGER = 500;
const MOST_LINGERING = 64 * 1024 * 1024;

/**
 * Lingering close: with a body left unread the connection could not be used again, and to cut it off at once may take the
 * answer away from a client that has not read it yet (RFC 9112, section 9.6).
 */
function drain(message: IncomingMessage): void {
  if (message.readableEnded || message.destroyed || message.complete) return;
  let left = MOST_LINGERING;
  const timer = setTimeout(() => message.socket.destroySoon(), LINGER);
  timer.unref();
  const stop = () => clearTimeout(timer);
  message.on('data', (bytes: Uint8Array) => {
    left -= bytes.length;
    if (left < 0) message.socket.destroySoon();
  });
  message.once('end', stop);
  message.once('error', stop);
  message.resume();
}
