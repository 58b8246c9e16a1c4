/** Cross-origin answers for the origins that the person allowed. */
import type { Reply, RequestHead } from '../../core/exchange.ts';
import { type GuardConfig, isAllowedOrigin } from './guard.ts';

/** The answer to a preflight; it comes without a password, so it is given before one is asked for. */
export function preflight(request: Pick<RequestHead, 'header'>): Reply {
  return {
    status: 204,
    headers: {
      'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE, OPTIONS',
      // `*` would leave out Authorization, so what was asked for is named.
      'access-control-allow-headers': request.header('access-control-request-headers') ?? '*',
      'access-control-max-age': '7200',
      ...(request.header('access-control-request-private-network') !== undefined && {
        'access-control-allow-private-network': 'true',
      }),
    },
    body: null,
  };
}

export const isPreflight = (request: Pick<RequestHead, 'method' | 'header'>): boolean =>
  request.method === 'OPTIONS' &&
  request.header('origin') !== undefined &&
  request.header('access-control-request-method') !== undefined;

/** The reply, readable by the page that asked, if its origin is allowed. */
export function withCors(reply: Reply, request: Pick<RequestHead, 'header'>, config: GuardConfig): Reply {
  const origin = request.header('origin');
  if (origin === undefined || !isAllowedOrigin(origin, config)) return reply;
  const { vary } = reply.headers;
  const headers = {
    ...reply.headers,
    'access-control-allow-origin': origin,
    'access-control-expose-headers': '*',
    vary: vary === undefined ? 'Origin' : `${vary}, Origin`,
  };
  return { ...reply, headers };
}
