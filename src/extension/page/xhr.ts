import { callNative, dispatch, NativeDOMException, NativeEvent } from '../natives.ts';
import type { Bridge } from './bridge.ts';
import { carriedUrl } from './detour.ts';
import { addressOf, isVirtual } from './virtual-url.ts';
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
 */
export function interceptXhr(prototype: XMLHttpRequest, bridge: Bridge): void {
  const runs = new WeakMap<object, XhrRun | undefined>();
  // Bound now: the page may replace the functions of WeakMap.
  const [runOf, keep] = [runs.get.bind(runs), runs.set.bind(runs)];

  for (const name of intercepted) {
    wrap(prototype, name, (native, self, parameters) => {
      const member = runOf(self)?.members[name];
      const pass = () => callNative(native, self, parameters);
      return member ? member(pass, ...parameters) : pass();
    });
  }

  wrap(prototype, 'open', (native, self: XMLHttpRequest, parameters) => {
    const { connect } = bridge;
    const [method, url] = parameters;
    const before = runOf(self);
    const virtual = connect && (isVirtual(url) ? `${url}` : carriedUrl(addressOf(url) ?? ''));
    if (!virtual && !before) return callNative(native, self, parameters);
    if (virtual && parameters.length > 2 && !parameters[2]) {
      throw new NativeDOMException('Not synchronously', 'InvalidAccessError');
    }
    // Before the native event, whose handlers may go on with this object at once.
    keep(self, virtual ? createRun(self, `${method}`, virtual, connect, before?.mime()) : undefined);
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

/** Puts a proxy in the place of one function of the prototype: a method, getter or setter. */
function wrap(
  prototype: XMLHttpRequest,
  name: keyof XMLHttpRequest,
  apply: (native: () => unknown, self: XMLHttpRequest, parameters: unknown[]) => unknown,
): void {
  const descriptor = Reflect.getOwnPropertyDescriptor(prototype, name);
  const kind = descriptor?.value ? 'value' : descriptor?.set ? 'set' : 'get';
  const native: unknown = descriptor?.[kind];
  if (typeof native !== 'function') return;
  Reflect.defineProperty(prototype, name, { ...descriptor, [kind]: new Proxy(native, { apply }) });
}
