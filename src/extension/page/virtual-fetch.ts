import type { OpenFrame } from '../protocol/frames.ts';
import { exchange, Refused } from '../rpc/client.ts';
import type { Connect } from './bridge.ts';
import { createResponse } from './response.ts';
import {
  blobOf,
  bytesOf,
  bytesOfBlob,
  callNative,
  contains,
  NativeBlob,
  NativePromise,
  NativeRequest,
  NativeUint8Array,
} from './safe-globals.ts';
import { unavailable } from './unavailable.ts';

/** Up to here a body goes in the message itself; beyond, as a Blob by reference. */
const inlineBody = 1024 * 1024;

/**
 * `fetch` of the virtual origin, with the arguments of `fetch`. It rejects for what is no request, and with the reason of an
 * abort; a Hajimi that cannot be reached is an answer, as a gateway gives it.
 * @param native fails in name resolution where this page may not use Hajimi, as on a machine without it.
 * @param detour what is asked in place of what the arguments name; of these the body is taken, and the headers where it has
 * none.
 */
export async function ask(
  input: RequestInfo | URL,
  init: RequestInit | undefined,
  connect: Connect,
  native: typeof fetch,
  detour?: { url: string; headers?: HeadersInit },
): Promise<Response> {
  let request: Request;
  let target: Request;
  try {
    request = target = new NativeRequest(input, init);
    if (detour) target = new NativeRequest(detour.url, { headers: detour.headers ?? request.headers });
  } catch {
    // It refuses the same before it asks anybody, and in its own words.
    return callNative(native, undefined, [detour?.url ?? input, init]);
  }
  const { signal } = request;
  const open = await toFrame(request, target);
  const { kind: _, url, ...rest } = open;
  try {
    return createResponse(await exchange(connect, open, signal, unavailable), url, signal);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return callNative(native, undefined, [url, { ...rest, signal }]);
  }
}

/**
 * A request as the background takes it, without its fragment; its body is read.
 * @param target has the address and the headers of it.
 * @throws the reason of the request's signal as soon as that aborts.
 */
export async function toFrame(request: Request, target = request): Promise<OpenFrame> {
  const [url = ''] = target.url.split('#');
  const body = await orAborted(request.signal, readBody(request));
  return { kind: 'open', method: request.method, url, headers: [...target.headers], body };
}

async function readBody(request: Request): Promise<OpenFrame['body']> {
  if (request.method === 'GET' || request.method === 'HEAD') return null;
  // A file need not be in the page's memory, but to make a Blob costs some ms, and most requests are small JSON.
  const type = request.headers.get('content-type') ?? '';
  if (contains(type, 'json') || contains(type, 'text')) {
    const bytes = new NativeUint8Array(await bytesOf(request));
    return bytes.byteLength > inlineBody ? new NativeBlob([bytes]) : bytes;
  }
  const blob = await blobOf(request);
  return blob.size > inlineBody ? blob : new NativeUint8Array(await bytesOfBlob(blob));
}

/** The promise's outcome, or the signal's reason as soon as that aborts. */
function orAborted<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  return new NativePromise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
