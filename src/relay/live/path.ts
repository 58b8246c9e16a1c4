/** Paths of Google's WebSockets as they reach the relay, with or without the prefix that clients have in their base URL. */

import type { RequestHead } from '../../core/exchange.ts';

const LIVE = /\/(ws\/google\.ai\.generativelanguage\.v1\w*\.GenerativeService\.Bidi\w+)$/;

/**
 * Google's path and query, without the client's password; undefined for anything else. The SDK leaves two slashes where
 * its base URL ends in one.
 */
export function livePath(request: Pick<RequestHead, 'path' | 'query'>): string | undefined {
  const path = LIVE.exec(request.path)?.[1];
  if (path === undefined) return undefined;
  const rest = new URLSearchParams(request.query);
  for (const name of ['key', 'access_token']) rest.delete(name);
  const query = rest.toString();
  return `/${path}${query === '' ? '' : `?${query}`}`;
}
