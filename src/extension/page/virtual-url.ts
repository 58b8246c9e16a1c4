import { contains, NativeURL, requestUrl, urlHref } from '../natives.ts';
import { virtualHost } from '../virtual-origin.ts';

/**
 * @param input first argument of a `fetch` call.
 * @returns whether it names the virtual origin, over https or http. Cheap for every other call, and without effect on
 * its arguments: an object that is neither URL nor Request is not even converted to a string.
 */
export function isVirtual(input: unknown): boolean {
  const text = addressOf(input);
  if (text === undefined || !contains(text, virtualHost)) return false;
  try {
    const { protocol, hostname } = new NativeURL(text, document.baseURI);
    return hostname === virtualHost && (protocol === 'https:' || protocol === 'http:');
  } catch {
    return false;
  }
}

/** The URL in the first argument of a `fetch` call, as it stands there. */
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
