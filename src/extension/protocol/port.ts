import type { ClientFrame, ServerFrame } from './frames.ts';

interface Listeners<Argument> {
  addListener(listener: (argument: Argument) => void): void;
}

/** The part of the browser's `runtime.Port` that an exchange uses, typed by direction of travel. */
export interface Port<Out, In> {
  postMessage(frame: Out): void;
  /** Tells the other end; this end's own `onDisconnect` stays silent. */
  disconnect(): void;
  readonly onMessage: Listeners<In>;
  readonly onDisconnect: Listeners<unknown>;
}

export type ServerPort = Port<ServerFrame, ClientFrame>;
export type ClientPort = Port<ClientFrame, ServerFrame>;

/** Name of a connection that carries one exchange; `onConnect` fires for every kind of connection. */
export const exchangePort = 'hajimi-exchange';
