/**
 * The query without what must not reach Google; the rest stays as it was written. `?key=` is the proxy's password. `callback`
 * would make a script of the answer (JSONP), which any page can run. The others make another request of this one than the
 * one that was judged.
 */
export function queryWithoutKey(search: string): string {
  const rest = search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && !DROPPED.has(nameIn(pair)));
  return rest.length === 0 ? '' : `?${rest.join('&')}`;
}

/** Google's system parameters, each of which may be written with a `$` in front. */
const DROPPED = new Set(['key', 'callback', 'httpmethod', 'httpheaders', 'ct']);

function nameIn(pair: string): string {
  const [name] = new URLSearchParams(pair).keys();
  return (name ?? '').toLowerCase().replace(/^\$/, '');
}
