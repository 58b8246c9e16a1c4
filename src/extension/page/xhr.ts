import { callNative, dispatch, NativeDOMException, NativeEvent, NativeURL } from '../natives.ts';
import type { Bridge } from './bridge.ts';
import { isVirtual } from './virtual-url.ts';
import { createRun, type XhrRun } from './xhr-run.ts';

const intercepted = {
  value: ['send', 'abort', 'setRequestHeader', 'getResponseHeader', 'getAllResponseHeaders', 'overrideMimeType'],
  get: ['readyState', 'status', 'statusText', 'responseURL', 'responseText', 'response'],
  set: ['responseType', 'timeout', 'withCredentials'],
} as const;

/**
 * Lets an XMLHttpRequest that is opened for the virtual origin ask Hajimi, until it is opened for something else. The
 * members of the prototype become proxies of the native ones, so that subclasses, and pages that wrap the prototype's
 * functions themselves, work as ever.
 */
export function interceptXhr(prototype: XMLHttpRequest, bridge: Bridge): void {
  const runs = new WeakMap<object, XhrRun>();
  // Bound now: the page may replace the functions of WeakMap.
  const [runOf, keep, drop] = [runs.get.bind(runs), runs.set.bind(runs), runs.delete.bind(runs)];

  for (const [kind, names] of Object.entries(intercepted)) {
    for (const name of names) {
      wrap(prototype, name, kind, (native, self, parameters) => {
        const member = runOf(self)?.members[name];
        const pass = () => callNative(native, self, parameters);
        return member ? member(pass, ...parameters) : pass();
      });
    }
  }

  wrap(prototype, 'open', 'value', (native, self: XMLHttpRequest, parameters) => {
    const { connect } = bridge;
    const [method, url] = parameters;
    const before = runOf(self);
    const virtual = connect && isVirtual(url);
    if (!virtual && !before) return callNative(native, self, parameters);
    if (virtual && parameters.length > 2 && !parameters[2]) {
      const message = "Failed to execute 'open' on 'XMLHttpRequest': This address cannot be asked synchronously.";
      throw new NativeDOMException(message, 'InvalidAccessError');
    }
    // Before the native event, whose handlers may go on with this object at once.
    if (virtual) {
      const { href } = new NativeURL(`${url}`, document.baseURI);
      keep(self, createRun(self, `${method}`, href, connect, before?.mime()));
    } else drop(self);
    try {
      callNative(native, self, parameters);
    } catch (error) {
      if (before) keep(self, before);
      else drop(self);
      throw error;
    }
    before?.leave();
    // Natively it was open all the time, and so said nothing.
    if (before && !before.isOpen()) dispatch(self, new NativeEvent('readystatechange'));
  });
}

/** Puts a proxy in the place of one function of the prototype: a method, getter or setter. */
function wrap(
  prototype: XMLHttpRequest,
  name: keyof XMLHttpRequest,
  kind: string,
  apply: (native: () => unknown, self: XMLHttpRequest, parameters: unknown[]) => unknown,
): void {
  const descriptor = Reflect.getOwnPropertyDescriptor(prototype, name);
  const native: unknown = Reflect.get(descriptor ?? {}, kind);
  if (typeof native !== 'function') return;
  Reflect.defineProperty(prototype, name, { ...descriptor, [kind]: new Proxy(native, { apply }) });
}
