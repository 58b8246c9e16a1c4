/**
 * What only a network server needs: it can be reached by pages of any web site that the person visits, so names, origins
 * and content types must be right before a password is even looked at.
 */
import { ProxyError } from '../../core/errors.ts';
import type { RequestHead } from '../../core/exchange.ts';
import { readNativePath } from '../../core/google/paths.ts';
import type { RelayConfig } from '../config/config.ts';
import { isLoopback } from '../config/loopback.ts';

type Heads = Pick<RequestHead, 'header'>;

export type GuardConfig = Pick<RelayConfig, 'host' | 'allowedHosts' | 'allowedOrigins' | 'trustedProxies' | 'maxBody'>;

/**
 * Lets a request through or throws.
 * @param opensPage whether it asks for a file of the config page
 * @throws {ProxyError} `invalid_value`, `forbidden`, `body_too_large`, `unsupported_media_type`
 */
export function guard(request: RequestHead, config: GuardConfig, opensPage: () => boolean = () => false): void {
  const host = request.header('host') ?? '';
  if (!isHost(host)) throw malformedAddress();
  if (!isKnownHost(host, config)) throw refusedHost(host);
  const origin = request.header('origin');
  if (origin !== undefined && !isOwnOrigin(request, config) && !isAllowedOrigin(origin, config)) {
    throw new ProxyError('forbidden', {
      reason: {
        en: `pages of ${origin} may not call this relay. Add the origin to ALLOWED_ORIGINS to let them`,
        zh: `来自 ${origin} 的网页不可调用此中转。如需允许，请将其加入 ALLOWED_ORIGINS`,
      },
    });
  }
  if (isCrossSite(request) && !(origin !== undefined && isAllowedOrigin(origin, config))) {
    if (!isNavigation(request) || !opensPage()) throw refusedCrossSite();
  }
  if (hasBody(request)) checkBody(request, config);
}

export const isAllowedOrigin = (origin: string, { allowedOrigins }: GuardConfig): boolean =>
  allowedOrigins.some(
    (allowed) => allowed === '*' || allowed.replace(/\/$/, '').toLowerCase() === origin.toLowerCase(),
  );

/**
 * A page that the relay itself served. A reverse proxy may rewrite `Host`: what the browser says of it, and what a proxy that
 * is trusted forwards, count too. No page can write `Sec-Fetch-Site` itself.
 */
export function isOwnOrigin(request: Heads, { trustedProxies }: Pick<GuardConfig, 'trustedProxies'>): boolean {
  const origin = request.header('origin');
  if (request.header('sec-fetch-site') === 'same-origin') return true;
  const forwarded = trustedProxies > 0 ? request.header('x-forwarded-host')?.split(',') : undefined;
  const hosts = [request.header('host') ?? '', forwarded?.at(-trustedProxies) ?? forwarded?.[0]];
  return hosts.some((host) => host && (origin === `http://${host.trim()}` || origin === `https://${host.trim()}`));
}

/**
 * Fetch metadata: a page of another site made the browser ask. A script or image tag, a frame or a `fetch` without CORS sends
 * no `Origin`, but browsers say this much of it (where the relay has https or a loopback name).
 */
const isCrossSite = (request: Heads): boolean =>
  ['cross-site', 'same-site'].includes(request.header('sec-fetch-site') ?? '');

/** Somebody follows a link: the answer is shown in a tab of its own, and the other site sees nothing of it. */
const isNavigation = (request: RequestHead): boolean =>
  request.method === 'GET' &&
  request.header('sec-fetch-mode') === 'navigate' &&
  request.header('sec-fetch-dest') === 'document';

const refusedCrossSite = () =>
  new ProxyError('forbidden', {
    reason: {
      en: 'a page of another site made the browser ask this without saying which. Pages may call this relay once their origin is in ALLOWED_ORIGINS, and by fetch with CORS only',
      zh: '此请求由其他网站的网页发出，且未说明是哪个网站。网页的来源须列入 ALLOWED_ORIGINS，并以带 CORS 的 fetch 调用',
    },
  });

/** `Host` as RFC 9110 (section 7.2) has it: a name or address and a port, nothing else of a URL. Empty: there is none. */
export const isHost = (host: string): boolean =>
  host === '' || (/^(?:[\w.~%!$&'()*+,;=-]+|\[[\da-f:.]+\])(?::\d*)?$/i.test(host) && URL.canParse(`http://${host}/`));

/** To be answered with 400 (RFC 9112, section 3.2). */
export const malformedAddress = () =>
  new ProxyError('invalid_value', {
    field: 'Host',
    reason: { en: 'the address of this request is malformed', zh: '此请求的地址格式有误' },
  });

/**
 * A page whose name was rebound to this computer's address (DNS rebinding) has an origin that looks like its own; only the
 * name in `Host` gives it away. A relay that listens to the network is reached by names nobody can know, so there the check
 * waits for `ALLOWED_HOSTS`.
 */
function isKnownHost(host: string, { host: boundTo, allowedHosts }: GuardConfig): boolean {
  if (allowedHosts.length === 0 && !isLoopback(boundTo)) return true;
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return isLoopback(name) || allowedHosts.some((allowed) => allowed.toLowerCase() === name || allowed === host);
}

const refusedHost = (host: string) =>
  new ProxyError('forbidden', {
    reason: {
      en: `this relay is not called by the name "${host}". Add it to ALLOWED_HOSTS to allow it`,
      zh: `此中转不接受主机名“${host}”。如需允许，请将其加入 ALLOWED_HOSTS`,
    },
  });

const hasBody = (request: Heads): boolean =>
  request.header('transfer-encoding') !== undefined || Number(request.header('content-length') ?? 0) > 0;

/** A plain HTML form of any site can post text, but not JSON; that is why the type is looked at. */
function checkBody(request: RequestHead, { maxBody }: GuardConfig): void {
  const limit = maxBody / 1024 / 1024;
  if (Number(request.header('content-length') ?? 0) > maxBody) throw new ProxyError('body_too_large', { limit });
  const allowed = bodyType(request.path);
  const type = (request.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (allowed !== '*/*' && type !== allowed) throw new ProxyError('unsupported_media_type', { allowed });
}

/** Files travel as forms in OpenAI's dialect and as they are in Google's; everything else is JSON. */
function bodyType(path: string): string {
  if (readNativePath(path)?.path.startsWith('/upload/')) return '*/*';
  const takesFiles = /\/(audio\/(transcriptions|translations)|images\/(edits|variations)|files)$/;
  return takesFiles.test(path) ? 'multipart/form-data' : 'application/json';
}
