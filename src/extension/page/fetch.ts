import { callNative } from '../natives.ts';
import { ask } from './ask.ts';
import type { Bridge } from './bridge.ts';
import { detouredCall } from './detour.ts';
import { tavernCall } from './sillytavern.ts';
import { isVirtual } from './virtual-url.ts';

/**
 * A `fetch` that asks Hajimi for the virtual origin and is the native one for everything else. A proxy, so that its
 * name, length, source text and lack of a prototype are the native ones.
 */
export function interceptFetch(native: typeof fetch, bridge: Bridge): typeof fetch {
  return new Proxy(native, {
    apply(target, self, parameters: Parameters<typeof fetch>) {
      const { connect } = bridge;
      const [input, init] = parameters;
      const pass = () => callNative(target, self, parameters);
      if (!connect) return pass();
      const call = isVirtual(input) ? parameters : detouredCall(input, init);
      if (call) return ask(call[0], call[1], connect, target);
      const tavern = tavernCall(input, init);
      return tavern ? ask(tavern.url, tavern.init, connect, pass) : pass();
    },
  });
}
