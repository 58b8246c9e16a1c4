/**
 * The Fetch port of the relay: undici's plain requests over kept-alive connections. The global `fetch` is the same
 * library behind the web's rules (CORS modes, integrity, decoding), which cost more than the rest of a request, and it
 * gives up on a head after 300 s whatever the person has set.
 */
import { Readable } from 'node:stream';
import { Agent, type Dispatcher, EnvHttpProxyAgent, ProxyAgent, request } from 'undici';
import { isInPieces } from '../../core/google/request-body.ts';
import type { Fetch, FetchInit } from '../../core/ports.ts';
import { lengthOf } from '../../core/utils/bytes.ts';
import { withEscapedLogin } from '../../core/utils/net/url-login.ts';
import type { BodyReader } from '../../core/utils/streams/body-reader.ts';
import { streamOf } from '../../core/utils/streams/body-reader.ts';

type Read = Awaited<ReturnType<BodyReader['read']>>;

/** Empty: none. */
export interface OutboundProxy {
  /** For https:// addresses. */
  readonly https: string;
  /** For http:// addresses, and for the others where `https` is empty. */
  readonly http: string;
  /** Hosts that are reached directly, separated by commas. */
  readonly except: string;
}

// How long to wait for what is decided by the core; an answer may be silent for minutes in between.
const patience = { headersTimeout: 0, bodyTimeout: 0, keepAliveTimeout: 30_000, connect: { timeout: 15_000 } };

/** One of undici's own, which reads the environment only for what it is not told. */
const dispatcherFor = (proxy: OutboundProxy | undefined): Dispatcher =>
  proxy === undefined
    ? new Agent(patience)
    : new EnvHttpProxyAgent({
        ...patience,
        httpsProxy: proxy.https,
        httpProxy: proxy.http,
        noProxy: proxy.except,
      });

/** Proxies of single credentials whose connections are kept at the same time. */
const MOST_PROXIES = 100;

export function createUpstreamFetch(proxy?: OutboundProxy): Fetch {
  const dispatcher = dispatcherFor(proxy);
  const own = new Map<string, Dispatcher>();

  /** Of a credential's own proxy; the one that was used longest ago makes room. */
  const ownDispatcher = (uri: string): Dispatcher => {
    const known = own.get(uri) ?? new ProxyAgent({ ...patience, uri: withEscapedLogin(uri) });
    own.delete(uri);
    own.set(uri, known);
    const [oldest] = own;
    if (oldest !== undefined && own.size > MOST_PROXIES) {
      own.delete(oldest[0]);
      // Lets the calls under way end.
      void oldest[1].close();
    }
    return known;
  };
  return (url, init) => fetchBy(init.proxy ? ownDispatcher(init.proxy) : dispatcher, url, init);
}

async function fetchBy(
  dispatcher: Dispatcher,
  url: string,
  { method = 'GET', headers, body, ending }: FetchInit,
): ReturnType<Fetch> {
  const answer = await request(url, {
    dispatcher,
    method: method as 'GET',
    headers: { ...(headers as Record<string, string>), ...lengthHeader(body) },
    body: isInPieces(body) ? Readable.from(body) : (body as Uint8Array | string | null),
    ...(ending ? { signal: ending.signal } : {}),
  });
  const status = answer.statusCode;
  const empty = status === 204 || status === 304 || method === 'HEAD';
  if (empty) answer.body.resume();
  let web: Headers | undefined;
  let stream: ReadableStream<Uint8Array<ArrayBuffer>> | undefined;
  const reader = () => (empty ? undefined : nodeReader(answer.body));
  // A stream of the web's is made only for who wants one: it costs as much as the rest of a small answer.
  return {
    status,
    ok: status >= 200 && status < 300,
    get headers() {
      web ??= webHeaders(answer.headers);
      return web;
    },
    reader,
    get body() {
      if (!empty) stream ??= streamOf(nodeReader(answer.body));
      return stream ?? null;
    },
    json: () => answer.body.json(),
    text: () => answer.body.text(),
  };
}

/** Of what undici would send in chunks else, since it cannot know how long it is. */
const lengthHeader = (body: FetchInit['body']): Record<string, string> =>
  isInPieces(body) ? { 'content-length': String(lengthOf(body)) } : {};

function webHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Headers {
  const web = new Headers();
  for (const [name, value] of Object.entries(headers)) {
    for (const one of Array.isArray(value) ? value : [value ?? '']) web.append(name, one);
  }
  return web;
}

/**
 * All that came with one read of the network is one piece: Google sends a fast answer as many small ones, and each would
 * cost every layer, and the client's socket, a turn of its own.
 */
function nodeReader(body: Readable): BodyReader {
  let waiting: { give(read: Read): void; fail(error: Error): void } | undefined;
  let broken: Error | undefined = body.errored ?? undefined;
  let isOver = false;

  function settle(): void {
    if (waiting === undefined) return;
    const { give, fail } = waiting;
    const value: Uint8Array<ArrayBuffer> | null = isOver || broken ? null : body.read();
    if (value === null && !isOver && !broken) return;
    waiting = undefined;
    if (value !== null) give({ done: false, value });
    else if (isOver) give({ done: true, value: undefined });
    else if (broken) fail(broken);
  }
  body.on('readable', settle);
  body.once('end', () => {
    isOver = true;
    settle();
  });
  body.once('error', (error) => {
    broken = error;
    settle();
  });

  return {
    read: () =>
      new Promise((give, fail) => {
        waiting = { give, fail };
        settle();
      }),
    async cancel() {
      isOver = true;
      body.destroy();
      settle();
    },
  };
}
