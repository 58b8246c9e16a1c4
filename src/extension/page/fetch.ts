import type { Bridge } from './bridge.ts';
import { standIn } from './patch-native.ts';
import { detouredCall } from './proxied-url.ts';
import { callNative } from './safe-globals.ts';
import { tavernCall } from './sillytavern.ts';
import { ask } from './virtual-fetch.ts';
import { addressOf, isVirtual } from './virtual-url.ts';

/** A `fetch` that asks Hajimi for the virtual origin and is the native one for everything else. */
export function interceptFetch(native: typeof fetch, bridge: Bridge): typeof fetch {
  return standIn(native, {
    apply(target, self, parameters: Parameters<typeof fetch>) {
      const { connect } = bridge;
      // By index: what iterates an array is the page's to replace.
      const input = parameters[0];
      const init = parameters[1];
      const pass = () => callNative(target, self, parameters);
      const address = addressOf(input);
      if (!connect || address === undefined) return pass();
      const virtual = isVirtual(address);
      const detour = virtual ? undefined : detouredCall(address, input, init);
      if (virtual || detour) return ask(input, init, connect, target, detour);
      const tavern = tavernCall(address, init);
      return tavern ? ask(tavern.url, tavern.init, connect, pass) : pass();
    },
  });
}
