import type { Port } from '../../../src/extension/protocol/port.ts';

interface End<Out, In> extends Port<Out, In> {
  /** Whether this end or the other one ended the connection. */
  readonly closed: boolean;
}

/** Two ends of a connection that behave as the browser's: copies, in order, later; `onDisconnect` only at the other end. */
export function portPair<A, B>(): [End<A, B>, End<B, A>] {
  const state = { closed: false };
  const [toB, toA] = [createChannel<A>(), createChannel<B>()];
  const end = <Out, In>(outgoing: Channel<Out>, incoming: Channel<In>): End<Out, In> => ({
    get closed() {
      return state.closed;
    },
    postMessage(frame) {
      if (state.closed) throw new Error('Attempting to use a disconnected port object');
      outgoing.message.fire(structuredClone(frame));
    },
    disconnect() {
      if (state.closed) return;
      state.closed = true;
      outgoing.disconnect.fire(undefined);
    },
    onMessage: incoming.message,
    onDisconnect: incoming.disconnect,
  });
  return [end(toB, toA), end(toA, toB)];
}

interface Channel<T> {
  readonly message: Listeners<T>;
  readonly disconnect: Listeners<unknown>;
}

interface Listeners<T> {
  addListener(listener: (argument: T) => void): void;
  fire(argument: T): void;
}

function createChannel<T>(): Channel<T> {
  return { message: createListeners<T>(), disconnect: createListeners<unknown>() };
}

function createListeners<T>(): Listeners<T> {
  const listeners: Array<(argument: T) => void> = [];
  return {
    addListener: (listener) => void listeners.push(listener),
    fire: (argument) =>
      setImmediate(() => {
        for (const listener of listeners) listener(argument);
      }),
  };
}
