import type { Bytes, Exchange, Reply } from '../../src/core/exchange.ts';
import type { Caller } from '../../src/core/ports.ts';
import { fromWebStream, toWebStream } from '../../src/core/utils/streams/web-stream.ts';
import { fromRequest } from '../../src/core/web.ts';

const somebody: Caller = { id: 'test', trust: 'network' };

/** What a shell would make of such a request. */
export const exchangeFor = (url: string, init: RequestInit = {}, caller: Caller = somebody): Exchange =>
  fromRequest(new Request(url, init), caller);

/** For a test's app that speaks the web's language. */
export function requestOf(exchange: Exchange): Request {
  const { method, origin, path, query, ending } = exchange;
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return new Request(origin + path + query, {
    method,
    headers: [...exchange.headers()].map(([name, value]): [string, string] => [name, value]),
    signal: ending.signal,
    ...(hasBody && { body: toWebStream(exchange.pieces()), duplex: 'half' }),
  } as RequestInit);
}

/** What such an app answers. */
export const replyOf = ({ status, headers, body }: Response): Reply => ({
  status,
  headers: Object.fromEntries(headers),
  body: body && fromWebStream<Bytes>(body as ReadableStream<Bytes>),
});
