/** Some frontends have their calls made by a third party's relay. Key and prompt are nobody's business, so none is sent. */
import { contains, decodeUri, NativeHeaders, NativeRequest, parseJson } from '../natives.ts';
import { virtualHost, virtualOrigin } from '../virtual-origin.ts';
import { addressOf, isVirtual } from './virtual-url.ts';

/** `fetch` and `XMLHttpRequest` both refuse it without asking anybody. */
const nowhere = 'https://';

/**
 * @param text a URL or header.
 * @returns the URL of the virtual origin within it, plain or percent-encoded, as in KoboldAI Lite's
 * `https://proxy.example?https://hajimi.invalid/v1/models`; one that cannot be asked where it is unreadable; undefined
 * where there is none. Cheap for every other text.
 */
export function carriedUrl(text: string): string | undefined {
  if (!contains(text, virtualHost)) return undefined;
  // The fragment is not sent.
  const [sent = ''] = text.split('#');
  let [, rest] = sent.split(virtualHost);
  // Another name, which only begins like ours.
  if (rest === undefined || /^[\w.-]/.test(rest)) return undefined;
  try {
    // Whatever else the relay is told.
    if (!contains(rest, '?')) [rest = ''] = rest.split('&');
    if (rest[0] === '%') rest = decodeUri(decodeUri(rest));
    const url = virtualOrigin + rest;
    return isVirtual(url) ? url : nowhere;
  } catch {
    return nowhere;
  }
}

/**
 * @param input first argument of a `fetch` call.
 * @param init second argument of it.
 * @returns the arguments for asking Hajimi what this asks a relay to ask it; undefined for every other call.
 */
export function detouredCall(input: unknown, init: RequestInit | undefined): Parameters<typeof fetch> | undefined {
  const address = addressOf(input) ?? '';
  let url = carriedUrl(address);
  let headers: HeadersInit | undefined;
  try {
    // RisuAI names the address, and the headers for it, in headers.
    if (!url && contains(address, '/proxy2')) {
      const named = new NativeHeaders(init?.headers ?? Object(input).headers);
      url = carriedUrl(named.get('risu-url') ?? '');
      if (url) headers = parseJson(decodeUri(named.get('risu-header') ?? '{}'));
    }
    if (!url) return undefined;
    // Of a Request everything is taken over but its address.
    const request = new NativeRequest(url, Object(input).headers ? new NativeRequest(input as Request, init) : init);
    return [request, headers ? { headers } : undefined];
  } catch {
    return url ? [nowhere] : undefined;
  }
}
