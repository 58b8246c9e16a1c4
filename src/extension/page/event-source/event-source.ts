import { exchange } from '../../rpc/client.ts';
import type { Bridge, Connect } from '../bridge.ts';
import { standIn, standInMember } from '../patch-native.ts';
import { carriedUrl } from '../proxied-url.ts';
import {
  callNative,
  construct,
  dispatch,
  getter,
  headerOf,
  NativeAbortController,
  NativeEvent,
  NativeMessageEvent,
  NativePromise,
  NativeTextDecoder,
  NativeURL,
  setTimer,
  uncurry,
} from '../safe-globals.ts';
import { isVirtual } from '../virtual-url.ts';
import { readEventStream } from './event-stream.ts';

const urlOf = getter(EventSource.prototype, 'url');
const closeNatively = uncurry(EventSource.prototype.close);

/** Before the connection is made anew, in ms: what Chromium waits unless the stream says otherwise. */
const reconnectionTime = 3_000;

interface Run {
  readonly state: number;
  close(): void;
}

/**
 * An `EventSource` that asks Hajimi for the virtual origin and is the native one for everything else. Such a one is
 * natively constructed, and closed before it asks anybody: its listeners, handlers and `url` stay the native ones.
 */
export function interceptEventSource(native: typeof EventSource, bridge: Bridge): typeof EventSource {
  const runs = new WeakMap<object, Run>();
  // Bound now: the page may replace the functions of WeakMap.
  const [runOf, keep] = [runs.get.bind(runs), runs.set.bind(runs)];

  standInMember(native.prototype, 'readyState', (get, self) => runOf(self)?.state ?? callNative(get, self, []));
  standInMember(native.prototype, 'close', (close, self) => {
    runOf(self)?.close();
    return callNative(close, self, []);
  });

  const proxy = standIn(native, {
    construct(target, parameters, newTarget) {
      const source: EventSource = construct(target, parameters, newTarget);
      const { connect } = bridge;
      const url = urlOf(source);
      const virtual = connect && (isVirtual(url) ? url : carriedUrl(url));
      if (virtual) {
        closeNatively(source);
        keep(source, run(source, virtual, connect));
      }
      return source;
    },
  });
  native.prototype.constructor = proxy;
  return proxy;
}

function run(source: EventSource, url: string, connect: Connect): Run {
  let state: 0 | 1 | 2 = 0;
  let wait = reconnectionTime;
  let lastEventId = '';
  const stop = new NativeAbortController();

  function close() {
    state = 2;
    stop.abort();
  }

  function become(next: typeof state, type: 'open' | 'error') {
    state = next;
    dispatch(source, new NativeEvent(type));
  }

  async function listen(): Promise<void> {
    const headers: Array<[string, string]> = [
      ['accept', 'text/event-stream'],
      ['cache-control', 'no-cache'],
    ];
    if (lastEventId) headers.push(['last-event-id', lastEventId]);
    const { head, body } = await exchange(
      connect,
      { kind: 'open', method: 'GET', url, headers, body: null },
      stop.signal,
    );
    const type = headerOf(head.headers, 'content-type') ?? '';
    if (head.status !== 200 || !body || !/^text\/event-stream *(;|$)/i.test(type)) {
      stop.abort();
      return become(2, 'error');
    }
    become(1, 'open');
    const { origin } = new NativeURL(url);
    const stream = readEventStream(
      ({ type, ...rest }) => state === 1 && dispatch(source, new NativeMessageEvent(type, { ...rest, origin })),
      (ms) => {
        wait = ms;
      },
      lastEventId,
    );
    const decoder = new NativeTextDecoder();
    const reader = body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      stream.push(decoder.decode(value, { stream: true }));
      lastEventId = stream.lastEventId;
    }
  }

  async function keepListening() {
    for (;;) {
      await listen().catch(() => undefined);
      if (stop.signal.aborted) return;
      become(0, 'error');
      await new NativePromise((resolve) => setTimer(resolve, wait));
    }
  }

  void keepListening();
  return {
    close,
    get state() {
      return state;
    },
  };
}
