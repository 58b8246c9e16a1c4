/** A message of node:http as the core's exchange. */
import type { IncomingMessage } from 'node:http';
import { ProxyError } from '../../core/errors.ts';
import { type Bytes, bodyOf, type Exchange, type RequestHead } from '../../core/exchange.ts';
import type { Caller } from '../../core/ports.ts';
import type { Ending } from '../../core/utils/ending.ts';
import { map } from '../../core/utils/streams/map.ts';
import { fromPieces, fromPulls, type Source } from '../../core/utils/streams/source.ts';
import { isHost, malformedAddress } from './guard.ts';

/** Methods whose requests have no body for us, whatever was sent. */
const BODILESS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'TRACE']);

/**
 * @param host in the place of a `Host` that is missing
 * @throws {ProxyError} `invalid_value` where the address is malformed
 */
export function headOf(message: IncomingMessage, host: string): RequestHead {
  const { headers, method = 'GET', url = '' } = message;
  const address = addressOf(url, headers.host || host);
  return {
    method,
    ...address,
    header: (name) => textOf(headers[name]),
    *headers() {
      for (const [name, value] of Object.entries(headers)) if (value !== undefined) yield [name, textOf(value) ?? ''];
    },
  };
}

const textOf = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(', ') : value;

/** What a `URL` would leave as it is: no escape, no dot segment, no fragment. */
const PLAIN = /^\/(?:[!$&-;=@-Z_a-z~[\]]*)(?:\?[!$&-;=?-Z_a-z~[\]]*)?$/;
const DOTS = /\/\.\.?(?:[/?]|$)/;

function addressOf(target: string, host: string): Pick<RequestHead, 'origin' | 'path' | 'query'> {
  if (PLAIN.test(target) && !DOTS.test(target) && isHost(host)) {
    const query = target.indexOf('?');
    const path = query < 0 ? target : target.slice(0, query);
    return { origin: `http://${host}`, path, query: query < 0 ? '' : target.slice(query) };
  }
  // The absolute form (RFC 9112, section 3.2.2) has its own host.
  const isAbsolute = /^https?:\/\//i.test(target);
  const url = isAbsolute ? target : `http://${host}${target}`;
  const hasBackslash = (target.split('?', 1)[0] ?? '').includes('\\');
  if (hasBackslash || !(isAbsolute || (target.startsWith('/') && isHost(host))) || !URL.canParse(url)) {
    throw malformedAddress();
  }
  const { origin, pathname, search } = new URL(url);
  return { origin, path: pathname, query: search };
}

/** @param maxBody bytes of a body that came without a length */
export function exchangeOf(
  message: IncomingMessage,
  head: RequestHead,
  { caller, ending, maxBody }: { readonly caller: Caller; readonly ending: Ending; readonly maxBody: number },
): Exchange {
  return { ...head, ...messageBody(message, maxBody), caller, ending };
}

function messageBody(message: IncomingMessage, maxBody: number): Pick<Exchange, 'body' | 'pieces'> {
  const { headers, method = 'GET' } = message;
  if (BODILESS.has(method)) return bodyOf(() => fromPieces([]), 0);
  // Node holds a sender to the length that it gave.
  if (headers['transfer-encoding'] === undefined) {
    return bodyOf(() => piecesOf(message), Number(headers['content-length'] ?? 0));
  }
  return bodyOf(() => limited(piecesOf(message), maxBody));
}

/** What has come, as it comes. Leaving it early leaves the connection alone: the answer is still to go out on it. */
function piecesOf(message: IncomingMessage): Source<Bytes> {
  const iterator: AsyncIterator<Bytes> = message.iterator({ destroyOnReturn: false });
  return fromPulls(
    async () => (await iterator.next()).value,
    () => iterator.return?.(),
  );
}

/** Fails with `body_too_large` as soon as there are more than `limit` bytes. */
function limited(source: Source<Bytes>, limit: number): Source<Bytes> {
  let left = limit;
  return map(source, {
    each(piece) {
      left -= piece.length;
      if (left < 0) throw new ProxyError('body_too_large', { limit: limit / 1024 / 1024 });
      return piece;
    },
  });
}
