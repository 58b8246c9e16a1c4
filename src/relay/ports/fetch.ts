/**
 * The Fetch port of the relay: undici's `dispatch` over kept-alive connections. The global `fetch` is the same library
 * behind the web's rules (CORS modes, integrity, decoding), which cost more than the rest of a request, and it gives up on
 * a head after 300 s whatever the person has set.
 */
import { Agent, type Dispatcher, EnvHttpProxyAgent, ProxyAgent } from 'undici';
import { isInPieces } from '../../core/google/request-body.ts';
import type { Fetch, FetchInit } from '../../core/ports.ts';
import { createBoundedMap } from '../../core/utils/bounded-map.ts';
import { lengthOf } from '../../core/utils/bytes.ts';
import { withEscapedLogin } from '../../core/utils/net/url-login.ts';
import { UndiciResponse } from './undici-response.ts';

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

/** Rejects with the ending's reason, or with the error of undici or the system that keeps the head from coming. */
export function createUpstreamFetch(proxy?: OutboundProxy): Fetch {
  const dispatcher = dispatcherFor(proxy);
  /** Of credentials' own proxies. */
  const own = createBoundedMap<string, Dispatcher>({
    maxEntries: MOST_PROXIES,
    refreshedBy: 'get',
    // Lets the calls under way end.
    onEvicted: (_, stale) => void stale.close(),
  });

  const ownDispatcher = (uri: string): Dispatcher => {
    const known = own.get(uri);
    if (known !== undefined) return known;
    const made = new ProxyAgent({ ...patience, uri: withEscapedLogin(uri) });
    own.set(uri, made);
    return made;
  };
  return (url, init) =>
    new Promise((give, fail) => {
      const { method = 'GET', ending, proxy } = init;
      ending?.throwIfEnded();
      const response = new UndiciResponse(method, give, fail);
      (proxy ? ownDispatcher(proxy) : dispatcher).dispatch(optionsOf(url, init), response);
      if (ending) response.cancelOn(ending);
    });
}

function optionsOf(address: string, { method = 'GET', headers, body }: FetchInit): Dispatcher.DispatchOptions {
  const url = new URL(address);
  return {
    origin: url.origin,
    path: url.pathname + url.search,
    method: method as Dispatcher.HttpMethod,
    headers: { ...headers, ...lengthHeader(body) },
    // It takes whatever can be iterated over, which its types do not say.
    body: (body ?? null) as string | null,
  };
}

/** Of what undici would send in chunks else, since it cannot know how long it is. */
const lengthHeader = (body: FetchInit['body']): Record<string, string> =>
  isInPieces(body) ? { 'content-length': String(lengthOf(body)) } : {};
