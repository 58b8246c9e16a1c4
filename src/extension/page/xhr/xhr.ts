import type { Bridge, Connect } from '../bridge.ts';
import { standInMember } from '../patch-native.ts';
import { carriedUrl, isRisuRelay } from '../proxied-url.ts';
import { callNative, dispatch, NativeDOMException, NativeEvent } from '../safe-globals.ts';
import { addressOf, isVirtual } from '../virtual-url.ts';
import { watchHeaders } from './xhr-relay.ts';
import { createRun, type XhrRun } from './xhr-run.ts';

/** Besides `open`. Of those that can be set, the setter: natively they hold what was set all the time. */
const intercepted = [
  'send',
  'abort',
  'setRequestHeader',
  'getResponseHeader',
  'getAllResponseHeaders',
  'overrideMimeType',
  'readyState',
  'status',
  'statusText',
  'responseURL',
  'responseText',
  'response',
  'responseType',
  'timeout',
  'withCredentials',
] as const;

/**
 * Lets an XMLHttpRequest that is opened for the virtual origin ask Hajimi, until it is opened for something else. The
 * members of the prototype become proxies of the native ones, so that subclasses, and pages that wrap the prototype's
 * functions themselves, work as ever.
 * @param asked the URL that Hajimi is asked for the one of an `open` call; undefined where it is not meant.
 */
export function interceptXhr(prototype: XMLHttpRequest, bridge: Bridge, asked = virtualUrl): void {
  const runs = new WeakMap<object, XhrRun | undefined>();
  // Bound now: the page may replace the functions of WeakMap.
  const [runOf, keep] = [runs.get.bind(runs), runs.set.bind(runs)];

  for (const name of intercepted) {
    standInMember(prototype, name, (native, self, parameters) => {
      const member = runOf(self)?.members[name];
      const pass = () => callNative(native, self, parameters);
      return member ? member(pass, ...parameters) : pass();
    });
  }

  standInMember(prototype, 'open', (native, self: XMLHttpRequest, parameters) => {
    const { connect } = bridge;
    const address = addressOf(parameters[1]) ?? '';
    const before = runOf(self);
    const virtual = connect && asked(address);
    const relayed = connect && !virtual && asked === virtualUrl && isRisuRelay(address);
    if (!virtual && !relayed && !before) return callNative(native, self, parameters);

    const start = (connect: Connect) => (url: string, headers: Array<[string, string]>, mime: string) => {
      if (parameters.length > 2 && !parameters[2]) {
        throw new NativeDOMException('Not synchronously', 'InvalidAccessError');
      }
      const run = createRun(self, `${parameters[0]}`, url, connect, mime, headers);
      keep(self, run);
      return run;
    };
    // Before the native event, whose handlers may go on with this object at once.
    if (virtual) start(connect)(virtual, [], before?.mime() ?? '');
    else keep(self, relayed ? watchHeaders(start(connect)) : undefined);
    try {
      callNative(native, self, parameters);
    } catch (error) {
      keep(self, before);
      throw error;
    }
    before?.leave();
    // Natively it was open all the time, and so said nothing.
    if (before && before.readyState() !== 1) dispatch(self, new NativeEvent('readystatechange'));
  });
}

const virtualUrl = (address: string): string | undefined => (isVirtual(address) ? address : carriedUrl(address));
