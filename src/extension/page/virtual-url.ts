import { virtualHost } from '../protocol/virtual-origin.ts';
import { contains, NativeURL, requestUrl, urlHref } from './safe-globals.ts';

/** Whether a URL, which may be relative, is one of the virtual origin, over https or http. Cheap for every other one. */
export function isVirtual(text: string): boolean {
  if (!contains(text, virtualHost)) return false;
  try {
    const { protocol, hostname } = new NativeURL(text, document.baseURI);
    return hostname === virtualHost && (protocol === 'https:' || protocol === 'http:');
  } catch {
    return false;
  }
}

/**
 * @param input first argument of a `fetch` call.
 * @returns the URL in it, as it stands there. Without effect on it: of an object that is neither URL nor Request, which
 * natively is converted to a string, it is not known.
 */
export function addressOf(input: unknown): string | undefined {
  if (typeof input === 'string') return input;
  // By the getters' own brand checks, since `instanceof` fails for objects of another frame.
  for (const read of [requestUrl, urlHref]) {
    try {
      return read(input);
    } catch {}
  }
  return undefined;
}
