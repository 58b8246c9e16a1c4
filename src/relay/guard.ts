/**
 * What only a network server needs: it can be reached by pages of any web site that the person visits, so names, origins
 * and content types must be right before a password is even looked at.
 */
import { ProxyError } from '../core/errors.ts';
import { readNativePath } from '../core/gemini/native/paths.ts';
import type { RelayConfig } from './config.ts';
import { isLoopback } from './loopback.ts';

export type GuardConfig = Pick<RelayConfig, 'host' | 'allowedHosts' | 'allowedOrigins' | 'maxBody'>;

/**
 * Lets a request through or throws.
 * @throws {ProxyError} `forbidden`, `body_too_large`, `unsupported_media_type`
 */
export function guard(request: Request, config: GuardConfig): void {
  const host = request.headers.get('host') ?? '';
  if (!isKnownHost(host, config)) throw refusedHost(host);
  const origin = request.headers.get('origin');
  if (origin !== null && !isOwnOrigin(origin, host) && !isAllowedOrigin(origin, config)) {
    throw new ProxyError('forbidden', {
      reason: {
        en: `pages of ${origin} may not call this relay. Add the origin to ALLOWED_ORIGINS to let them`,
        zh: `来自 ${origin} 的网页不可调用此中转。如需允许，请将其加入 ALLOWED_ORIGINS`,
      },
    });
  }
  if (hasBody(request)) checkBody(request, config);
}

export const isAllowedOrigin = (origin: string, { allowedOrigins }: GuardConfig): boolean =>
  allowedOrigins.some(
    (allowed) => allowed === '*' || allowed.replace(/\/$/, '').toLowerCase() === origin.toLowerCase(),
  );

/** A page that the relay itself served. */
const isOwnOrigin = (origin: string, host: string): boolean =>
  origin === `http://${host}` || origin === `https://${host}`;

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

const hasBody = ({ headers }: Request): boolean =>
  headers.has('transfer-encoding') || Number(headers.get('content-length') ?? 0) > 0;

/** A plain HTML form of any site can post text, but not JSON; that is why the type is looked at. */
function checkBody(request: Request, { maxBody }: GuardConfig): void {
  const { headers } = request;
  const limit = maxBody / 1024 / 1024;
  if (Number(headers.get('content-length') ?? 0) > maxBody) throw new ProxyError('body_too_large', { limit });
  const allowed = bodyType(new URL(request.url).pathname);
  const type = (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (allowed !== '*/*' && type !== allowed) throw new ProxyError('unsupported_media_type', { allowed });
}

/** Files travel as forms in OpenAI's dialect and as they are in Google's; everything else is JSON. */
function bodyType(path: string): string {
  if (readNativePath(path)?.path.startsWith('/upload/')) return '*/*';
  const takesFiles = /\/(audio\/(transcriptions|translations)|images\/(edits|variations)|files)$/;
  return takesFiles.test(path) ? 'multipart/form-data' : 'application/json';
}
