/** SillyTavern's page calls its own server, which would call the model: here it is told from all other pages. */
import { namedUrl } from '../../core/dialects/sillytavern/named-url.ts';
import { virtualHost, virtualOrigin } from '../protocol/virtual-origin.ts';
import { contains, endsWith, NativeURL, parseJson } from './safe-globals.ts';
import { isVirtual } from './virtual-url.ts';

const folder = '/api/backends/chat-completions/';

/** The arguments of the call to Hajimi that stands for one to SillyTavern's server. */
export interface TavernCall {
  readonly url: string;
  readonly init: RequestInit;
}

/**
 * @param address the URL in the first argument of a `fetch` call.
 * @param init the second one.
 * @returns undefined unless this asks SillyTavern's server for a model at the virtual origin. Cheap for every other call,
 * and without effect on its arguments.
 */
export function tavernCall(address: string, init: RequestInit | undefined): TavernCall | undefined {
  if (!contains(address, folder)) return undefined;
  try {
    const { method, body, signal = null } = init ?? {};
    // Most bodies are ruled out before they are parsed: they may hold megabytes of pictures.
    if (method !== 'POST' || typeof body !== 'string' || !contains(body, virtualHost)) return undefined;
    const { origin, pathname } = new NativeURL(address, document.baseURI);
    const call = endsWith(pathname, `${folder}status`)
      ? 'status'
      : endsWith(pathname, `${folder}generate`) && 'generate';
    if (!call || origin !== location.origin || !isVirtual(`${namedUrl(parseJson(body))}`)) return undefined;
    // Without its headers: the token against forged requests is nobody else's business.
    const headers = { 'content-type': 'application/json' };
    return { url: `${virtualOrigin}/sillytavern/${call}`, init: { method, headers, body, signal } };
  } catch {
    return undefined;
  }
}
