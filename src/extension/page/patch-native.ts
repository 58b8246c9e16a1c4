/** Functions in the place of native ones. As proxies they have the name, length, prototype and descriptors of these. */
import { callNative, defineMember, memberOf } from './safe-globals.ts';

type Callable = (...parameters: never[]) => unknown;
type Apply<This> = (native: Callable, self: This, parameters: unknown[]) => unknown;

/** The native function behind each. */
const natives = new WeakMap<object, object>();
// Bound now: the page may replace the functions of WeakMap.
const [nativeOf, keep] = [natives.get.bind(natives), natives.set.bind(natives)];

/** @param handler of the proxy: what is done when the function is called, or called with `new`. */
export function standIn<Native extends object>(native: Native, handler: ProxyHandler<Native>): Native {
  const proxy = new Proxy(native, handler);
  keep(proxy, native);
  return proxy;
}

/** Puts a stand-in in the place of one function of the prototype: a method, setter or getter. */
export function standInMember<This extends object>(
  prototype: This,
  name: keyof This & string,
  apply: Apply<This>,
): void {
  const descriptor = memberOf(prototype, name);
  const kind = descriptor?.value ? 'value' : descriptor?.set ? 'set' : 'get';
  const native: unknown = descriptor?.[kind];
  if (typeof native !== 'function') return;
  defineMember(prototype, name, { ...descriptor, [kind]: standIn(native, { apply: apply as Apply<unknown> }) });
}

/**
 * Of a proxy, `Function.prototype.toString` prints no name. After this it prints of every stand-in, itself included, what
 * it prints of the native function.
 */
export function hideStandIns(): void {
  standInMember(Function.prototype, 'toString', (native, self, parameters) =>
    callNative(native, nativeOf(self) ?? self, parameters),
  );
}
