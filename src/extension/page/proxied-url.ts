/** Some frontends have their calls made by a third party's relay. Key and prompt are nobody's business, so none is sent. */

import { virtualHost, virtualOrigin } from '../protocol/virtual-origin.ts';
import { contains, decodeUri, headerOf, parseJson } from './safe-globals.ts';
import { isVirtual } from './virtual-url.ts';

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

/** RisuAI names the address to a relay of this path, and the headers for it, in headers. */
export const isRisuRelay = (address: string): boolean => contains(address, '/proxy2');

/**
 * @param named headers for such a relay.
 * @returns what they ask it to ask Hajimi; undefined where they name somebody else.
 */
export function namedCall(named: HeadersInit | undefined): { url: string; headers: HeadersInit } | undefined {
  const url = carriedUrl(headerOf(named, 'risu-url') ?? '');
  if (!url) return undefined;
  try {
    return { url, headers: parseJson(decodeUri(headerOf(named, 'risu-header') ?? '{}')) };
  } catch {
    return { url: nowhere, headers: {} };
  }
}

/**
 * @param address the URL in the first argument of a `fetch` call.
 * @param input that argument.
 * @param init the second one.
 * @returns where to ask Hajimi what this asks a relay to ask it, and with which headers if not with its own; undefined for
 * every other call.
 */
export function detouredCall(
  address: string,
  input: unknown,
  init: RequestInit | undefined,
): { url: string; headers?: HeadersInit } | undefined {
  const url = carriedUrl(address);
  if (url) return { url };
  try {
    return isRisuRelay(address) ? namedCall(init?.headers ?? Object(input).headers) : undefined;
  } catch {
    return { url: nowhere };
  }
}
