/**
 * The relay's way of getting a file on a client's word. A relay stands inside a network whose other machines trust it, so
 * it connects to public addresses only: the name is resolved here, every address is looked at, and the connection goes to
 * the very address that was looked at, so that a second answer of the DNS cannot lead it elsewhere. Each redirect is a new
 * address and is treated as one.
 */
import { type LookupAddress, lookup } from 'node:dns';
import { get as httpGet, type IncomingMessage } from 'node:http';
import { get as httpsGet } from 'node:https';
import type { LookupFunction } from 'node:net';
import { Readable } from 'node:stream';
import type { MediaFetch } from '../../core/google/media/download.ts';
import { isPublicAddress } from '../../core/utils/net/public-address.ts';

const MAX_REDIRECTS = 5;

export interface MediaFetchOptions {
  /** Read at every fetch, as the setting may change. */
  allowPrivate(): boolean;
  /** The resolver; `node:dns` in life, something that lies in tests. */
  readonly lookup?: (hostname: string) => Promise<readonly LookupAddress[]>;
}

/** Words for the client: neither the address found nor what answers there may show, or the relay would map the network. */
const notPublic = 'its address is not on the public internet';

export function createMediaFetch({ allowPrivate, lookup = resolve }: MediaFetchOptions): MediaFetch {
  const isAllowed = (address: string) => allowPrivate() || isPublicAddress(address);

  const safeLookup: LookupFunction = (hostname, { all }, done) => {
    lookup(hostname).then(
      (addresses) => {
        const [first] = addresses;
        // One address in private space is enough to refuse: the name is not what it seems to be.
        if (first === undefined || !addresses.every(({ address }) => isAllowed(address))) {
          done(new Error(notPublic), '', 0);
        } else if (all) {
          done(null, [...addresses]);
        } else {
          done(null, first.address, first.family);
        }
      },
      () => done(new Error('its host was not found'), '', 0),
    );
  };

  return async (url, { signal }) => {
    let target = new URL(url);
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      // Node does not look up a host that is an address already.
      const literal = target.hostname.replace(/^\[|\]$/g, '');
      if (/^[\d.]+$|:/.test(literal) && !isAllowed(literal)) throw new Error(notPublic);
      const message = await request(target, safeLookup, signal);
      const { statusCode = 0, headers } = message;
      if (statusCode < 300 || statusCode > 399 || headers.location === undefined) return toResponse(message);
      message.destroy();
      if (!URL.canParse(headers.location, target.href)) throw new Error('it redirects to no address');
      target = new URL(headers.location, target);
    }
    throw new Error('it redirects too often');
  };
}

function request(url: URL, lookup: LookupFunction, signal: AbortSignal): Promise<IncomingMessage> {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new Error('its address is neither http nor https');
  const get = url.protocol === 'https:' ? httpsGet : httpGet;
  // Some hosts refuse callers without a name. `identity`: a picture gains nothing from gzip.
  const headers = { 'user-agent': 'hajimi-relay', accept: '*/*', 'accept-encoding': 'identity' };
  // No agent: a kept connection would skip the look-up, and with it the check.
  const options = { lookup, signal, headers, agent: false } as const;
  return new Promise((done, fail) => {
    get(url, options, done).on('error', (error: NodeJS.ErrnoException) => {
      if (signal.aborted) fail(signal.reason);
      else if (error.syscall === undefined) fail(error);
      // System errors name the address.
      else fail(new Error('the connection failed', { cause: error }));
    });
  });
}

function toResponse(message: IncomingMessage): Response {
  const { statusCode = 502, headers } = message;
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') {
    message.destroy();
    throw new Error('its server sends it compressed only');
  }
  const hasBody = statusCode >= 200 && ![204, 205, 304].includes(statusCode);
  const body = hasBody ? (Readable.toWeb(message) as ReadableStream<Uint8Array>) : null;
  if (!hasBody) message.destroy();
  const type = headers['content-type'];
  const length = headers['content-length'];
  return new Response(body, {
    status: hasBody ? statusCode : 204,
    headers: { ...(type ? { 'content-type': type } : {}), ...(length ? { 'content-length': length } : {}) },
  });
}

const resolve = (hostname: string): Promise<LookupAddress[]> =>
  new Promise((done, fail) => {
    lookup(hostname, { all: true }, (error, addresses) => (error ? fail(error) : done(addresses)));
  });
