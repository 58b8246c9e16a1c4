import { callNative } from '../natives.ts';
import { ask } from './ask.ts';
import type { Bridge } from './bridge.ts';
import { isVirtual } from './virtual-url.ts';

/**
 * A `fetch` that asks Hajimi for the virtual origin and is the native one for everything else. A proxy, so that its
 * name, length, source text and lack of a prototype are the native ones.
 */
export function interceptFetch(native: typeof fetch, bridge: Bridge): typeof fetch {
  return new Proxy(native, {
    apply(target, self, parameters: Parameters<typeof fetch>) {
      const connect = isVirtual(parameters[0]) && bridge.connect;
      return connect ? ask(parameters[0], parameters[1], connect, target) : callNative(target, self, parameters);
    },
  });
}
