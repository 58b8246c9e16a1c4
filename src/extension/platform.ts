/** The small ports, as a browser has them. */
import type { MediaFetch } from '../core/google/media/download.ts';
import { webBody } from '../core/google/request-body.ts';
import type { Clock, Fetch, Ids, Log } from '../core/ports.ts';
import type { Redactor } from '../core/redact/redactor.ts';
import { toHex } from '../core/utils/bytes.ts';

export const clock: Clock = {
  now: Date.now,
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

export const ids: Ids = () => toHex(crypto.getRandomValues(new Uint8Array(16)));

/** Nothing of the person's browser goes along: no cookie, no referrer, nothing into the cache. */
const anonymous = { credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store' } satisfies RequestInit;

export const upstreamFetch: Fetch = (url, { method = 'GET', headers = {}, redirect = 'follow', body, ending }) =>
  fetch(url, {
    method,
    headers,
    redirect,
    ...anonymous,
    body: webBody(body),
    ...(ending && { signal: ending.signal }),
    // A stream as a body needs `duplex`, which the types of the web do not know yet.
    ...(body instanceof ReadableStream && { duplex: 'half' }),
  });

export const mediaFetch: MediaFetch = (url, { signal }) => fetch(url, { signal, ...anonymous });

/** The Log port on the console of the extension. */
export function createConsoleLog(redactor: Redactor): Log {
  return {
    write(event) {
      const { level, event: name, ...details } = redactor.redact(event) as typeof event;
      console[level](name, details);
    },
  };
}
