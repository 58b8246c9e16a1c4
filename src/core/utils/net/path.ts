/** Paths as users type them. */

/**
 * Path normalization: `//` and a doubled `/v1` are what comes out when a person gives a base URL with `/v1` to a client
 * that appends it, as NextChat does, or one that ends in a slash (docs/design/clients.md#addresses).
 */
export function meantPath(pathname: string): string {
  const single = pathname.replace(/\/{2,}/g, '/');
  const once = single.replace(/^\/v1(?:\/v1)+(?=\/|$)/, '/v1');
  return once.length > 1 && once.endsWith('/') ? once.slice(0, -1) : once;
}

/** Without the slashes at its end. By hand: `/\/+$/` looks at a row of slashes from each of them. */
export function withoutSlashes(address: string): string {
  let end = address.length;
  while (address[end - 1] === '/') end--;
  return address.slice(0, end);
}
