import { googleApi, openAIApi } from '../official-apis.ts';
import type { Bridge } from './bridge.ts';
import { standIn } from './patch-native.ts';
import { callNative, contains, NativeURL, uncurry, urlHref } from './safe-globals.ts';
import { ask } from './virtual-fetch.ts';
import { addressOf } from './virtual-url.ts';

const startsWith = uncurry(String.prototype.startsWith);

const { host: openAIHost } = new URL(openAIApi);
const { host: googleHost } = new URL(googleApi);

/** Whether a URL, which may be relative, is of an API whose calls are taken over. Cheap for every other one. */
export function isTakenOver(text: string): boolean {
  if (!contains(text, openAIHost) && !contains(text, googleHost)) return false;
  try {
    const href = urlHref(new NativeURL(text, document.baseURI));
    return startsWith(href, openAIApi) || startsWith(href, googleApi);
  } catch {
    return false;
  }
}

/** A `fetch` that asks Hajimi what the page asks OpenAI or Google, and is the native one for everything else. */
export function takeOverFetch(native: typeof fetch, bridge: Bridge): typeof fetch {
  return standIn(native, {
    apply(target, self, parameters: Parameters<typeof fetch>) {
      const { connect } = bridge;
      const address = addressOf(parameters[0]);
      return connect && address !== undefined && isTakenOver(address)
        ? ask(parameters[0], parameters[1], connect, target)
        : callNative(target, self, parameters);
    },
  });
}
