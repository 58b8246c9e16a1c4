/** One request of an XMLHttpRequest to the virtual origin, by the state machine of the standard. */
import { type Answer, exchange } from '../../rpc/client.ts';
import type { Connect } from '../bridge.ts';
import {
  bytesOfBlob,
  clearTimer,
  dispatch,
  getter,
  headerOf,
  lowerCase,
  NativeAbortController,
  NativeBlob,
  NativeDOMException,
  NativeEvent,
  NativeRequest,
  NativeTextDecoder,
  parseJson,
  setTimer,
} from '../safe-globals.ts';
import { unavailable } from '../unavailable.ts';
import { toFrame } from '../virtual-fetch.ts';

const { ProgressEvent: NativeProgressEvent, XMLHttpRequest: NativeXhr } = globalThis;
const responseTypeOf = getter(NativeXhr.prototype, 'responseType');
const timeoutOf = getter(NativeXhr.prototype, 'timeout');
const uploadOf = getter(NativeXhr.prototype, 'upload');

/**
 * A member of XMLHttpRequest for an object whose request is this one. The object itself is natively open all the
 * time, so what the native member checks before `send()` it also checks here, and what it throws is thrown.
 * @param native calls the native member as the page called this one.
 */
type Member = (native: () => unknown, ...parameters: unknown[]) => unknown;

export interface XhrRun {
  readonly members: Readonly<Record<string, Member>>;
  /** Ends it without a word. */
  leave(): void;
  readyState(): number;
  /** Of `overrideMimeType`; empty where that was not called. */
  mime(): string;
}

/**
 * An upload to a page that may use Hajimi is over at once. Elsewhere it fails, as that of a name that nobody has: so
 * for so many milliseconds, in which a refusal comes, its end is not told unless the answer has begun.
 */
const refusalTime = 500;

/**
 * @param self was natively opened for the same request.
 * @param url in any form that is a virtual one.
 * @param mime of `overrideMimeType`, when that was called before.
 * @param headers to begin with.
 */
export function createRun(
  self: XMLHttpRequest,
  method: string,
  url: string,
  connect: Connect,
  mime = '',
  headers: Array<[string, string]> = [],
): XhrRun {
  let state: 0 | 1 | 2 | 3 | 4 = 1;
  let sent = false;
  let uploaded = true;
  let over = false;
  let head: Answer['head'] | undefined;
  let text = '';
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  let value: unknown = null;
  let started = 0;
  let timeoutTimer: ReturnType<typeof setTimer> | undefined;
  let uploadTimer: ReturnType<typeof setTimer> | undefined;
  const stop = new NativeAbortController();

  const fire = (type: string, loaded = 0, total = 0, target: EventTarget = self) =>
    dispatch(target, new NativeProgressEvent(type, { lengthComputable: total > 0, loaded, total }));

  function become(next: typeof state) {
    state = next;
    dispatch(self, new NativeEvent('readystatechange'));
  }

  const header = (name: string) => headerOf(head?.headers, name);

  function leave() {
    over = true;
    clearTimer(timeoutTimer);
    clearTimer(uploadTimer);
    stop.abort();
  }

  function forget() {
    head = undefined;
    text = '';
    pieces = [];
    value = null;
  }

  function fail(type: 'abort' | 'error' | 'timeout') {
    leave();
    forget();
    sent = false;
    become(4);
    for (const target of uploaded ? [self] : [uploadOf(self), self]) {
      for (const each of [type, 'loadend']) fire(each, 0, 0, target);
    }
  }

  function watchTime() {
    clearTimer(timeoutTimer);
    const limit = timeoutOf(self);
    if (sent && limit) timeoutTimer = setTimer(() => fail('timeout'), started + limit - performance.now());
  }

  function endUpload(size: number) {
    if (uploaded) return;
    uploaded = true;
    for (const type of ['progress', 'load', 'loadend']) fire(type, size, size, uploadOf(self));
  }

  async function transfer(body: unknown) {
    try {
      const request = new NativeRequest(url, { method, headers, body: body as BodyInit | null, signal: stop.signal });
      const open = await toFrame(request);
      url = open.url;
      const answering = exchange(connect, open, stop.signal, unavailable);
      const size = sizeOf(open.body);
      uploadTimer = setTimer(() => endUpload(size), refusalTime);
      const answer = await answering;
      endUpload(size);
      if (over) return;
      head = answer.head;
      become(2);
      const received = answer.body ? await receive(answer.body.getReader()) : 0;
      const response = await converted();
      if (over) return;
      leave();
      value = response;
      sent = false;
      become(4);
      // Its handler may have opened the object anew.
      if (state !== 4) return;
      for (const type of ['load', 'loadend']) fire(type, received, expected());
    } catch {
      if (!over) fail('error');
    }
  }

  const isText = () => responseTypeOf(self) === '' || responseTypeOf(self) === 'text';
  const contentType = () => mime || header('content-type') || 'text/xml';
  const expected = () => Number(header('content-length'));

  async function receive(reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>): Promise<number> {
    const decoder = decoderFor(contentType());
    let size = 0;
    for (;;) {
      const { done, value: piece } = await reader.read();
      if (over) return size;
      if (isText()) text += decoder.decode(piece, { stream: !done });
      if (done) return size;
      if (!isText()) pieces.push(piece);
      size += piece.length;
      become(3);
      if (over) return size;
      fire('progress', size, expected());
    }
  }

  /** What `response` will be, unless that is the text. */
  async function converted(): Promise<unknown> {
    const type = responseTypeOf(self);
    const blob = new NativeBlob(pieces, { type: contentType() });
    if (type === 'blob') return blob;
    const bytes = await bytesOfBlob(blob);
    if (type === 'arraybuffer') return bytes;
    try {
      return type === 'json' ? parseJson(new NativeTextDecoder().decode(bytes)) : null;
    } catch {
      return null;
    }
  }

  function onlyIf(allowed: boolean) {
    if (!allowed) throw new NativeDOMException(`Not while readyState is ${state}`, 'InvalidStateError');
  }
  const sendable = () => onlyIf(state === 1 && !sent);

  const readyState = () => state;
  const members: Record<string, Member> = {
    readyState,
    status: () => head?.status ?? 0,
    statusText: () => head?.statusText ?? '',
    responseURL: () => (head ? url : ''),
    responseText(native) {
      native();
      return text;
    },
    response: () => (isText() ? text : value),
    responseType(native) {
      onlyIf(state < 3);
      native();
    },
    timeout(native) {
      native();
      watchTime();
    },
    withCredentials(native) {
      onlyIf(state < 2 && !sent);
      native();
    },
    overrideMimeType(native, type) {
      onlyIf(state < 3);
      native();
      mime = `${type}`;
    },
    getResponseHeader(native, name) {
      native();
      return header(`${name}`);
    },
    getAllResponseHeaders() {
      let lines = '';
      // They come from a `Headers`, so the names are in lower case and in order.
      for (const [name, value] of head?.headers ?? []) lines += `${name}: ${value}\r\n`;
      return lines;
    },
    setRequestHeader(native, name, value) {
      sendable();
      native();
      headers.push([`${name}`, `${value}`]);
    },
    send(_, body = null) {
      sendable();
      const sending = /^(GET|HEAD)$/i.test(method) ? null : body;
      sent = true;
      uploaded = sending === null;
      started = performance.now();
      fire('loadstart');
      if (!uploaded) fire('loadstart', 0, sizeOf(sending), uploadOf(self));
      if (over || !sent) return;
      watchTime();
      void transfer(sending);
    },
    abort() {
      if (sent) fail('abort');
      if (state !== 4) return;
      forget();
      state = 0;
    },
  };
  return { members, leave, readyState, mime: () => mime };
}

/** In bytes. A form's is unknown until it is written out. */
const sizeOf = (body: unknown): number =>
  body === null || body instanceof FormData ? 0 : new NativeBlob([body as BlobPart]).size;

function decoderFor(contentType: string): TextDecoder {
  const [, charset = 'utf-8'] = lowerCase(contentType).split('charset=');
  try {
    return new NativeTextDecoder(charset);
  } catch {
    return new NativeTextDecoder();
  }
}
