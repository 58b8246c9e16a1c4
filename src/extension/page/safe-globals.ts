/**
 * Built-ins, taken at load, which in a web page is before its first script: what the page later puts in their place
 * neither breaks an exchange nor sees one.
 */
export const {
  AbortController: NativeAbortController,
  Blob: NativeBlob,
  DOMException: NativeDOMException,
  Event: NativeEvent,
  Headers: NativeHeaders,
  MessageChannel: NativeMessageChannel,
  MessageEvent: NativeMessageEvent,
  Promise: NativePromise,
  ReadableStream: NativeReadableStream,
  Request: NativeRequest,
  Response: NativeResponse,
  TextDecoder: NativeTextDecoder,
  TypeError: NativeTypeError,
  URL: NativeURL,
  Uint8Array: NativeUint8Array,
  clearTimeout: clearTimer,
  decodeURIComponent: decodeUri,
  setTimeout: setTimer,
} = globalThis;

export const {
  apply: callNative,
  construct,
  defineProperty: defineMember,
  getOwnPropertyDescriptor: memberOf,
} = Reflect;

/** A method as a function of its receiver: `uncurry(String.prototype.trim)(text)`. */
export const uncurry =
  <This, Arguments extends unknown[], Result>(method: (this: This, ...parameters: Arguments) => Result) =>
  (receiver: This, ...parameters: Arguments): Result =>
    callNative(method, receiver, parameters);

export function getter<This extends object, Name extends keyof This & string>(prototype: This, name: Name) {
  const read: unknown = memberOf(prototype, name)?.get;
  if (typeof read !== 'function') throw new TypeError(name);
  return (receiver: unknown): This[Name] => callNative(read, receiver, []);
}

/** Throws for anything that is not a `Request`, of whatever frame. */
export const requestUrl = getter(Request.prototype, 'url');
/** Throws for anything that is not a `URL`, of whatever frame. */
export const urlHref = getter(URL.prototype, 'href');
export const setHeader = uncurry(Headers.prototype.set);
const getHeader = uncurry(Headers.prototype.get);
/** The value of one header, or null. */
export const headerOf = (headers: HeadersInit | undefined, name: string): string | null =>
  getHeader(new NativeHeaders(headers), name);
export const contains = uncurry(String.prototype.includes);
export const endsWith = uncurry(String.prototype.endsWith);
export const lowerCase = uncurry(String.prototype.toLowerCase);
export const { parse: parseJson, stringify: writeJson } = JSON;
export const blobOf = uncurry(Request.prototype.blob);
export const bytesOf = uncurry(Request.prototype.arrayBuffer);
export const bytesOfBlob = uncurry(Blob.prototype.arrayBuffer);
export const dispatch = uncurry(EventTarget.prototype.dispatchEvent);
export const post = uncurry<MessagePort, [unknown, Transferable[]], void>(MessagePort.prototype.postMessage);
