/** Cross-origin answers for the origins that the person allowed. */
import { type GuardConfig, isAllowedOrigin } from './guard.ts';

/** The answer to a preflight; it comes without a password, so it is given before one is asked for. */
export function preflight(request: Request): Response {
  const { headers } = request;
  return new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE, OPTIONS',
      // `*` would leave out Authorization, so what was asked for is named.
      'access-control-allow-headers': headers.get('access-control-request-headers') ?? '*',
      'access-control-max-age': '7200',
      ...(headers.has('access-control-request-private-network')
        ? { 'access-control-allow-private-network': 'true' }
        : {}),
    },
  });
}

export const isPreflight = ({ method, headers }: Request): boolean =>
  method === 'OPTIONS' && headers.has('origin') && headers.has('access-control-request-method');

/** The response, readable by the page that asked, if its origin is allowed. */
export function withCors(response: Response, request: Request, config: GuardConfig): Response {
  const origin = request.headers.get('origin');
  if (origin === null || !isAllowedOrigin(origin, config)) return response;
  // A response that came from fetch has immutable headers.
  const headers = new Headers(response.headers);
  headers.set('access-control-allow-origin', origin);
  headers.set('access-control-expose-headers', '*');
  headers.append('vary', 'Origin');
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}
