/**
 * What travels between a page and the background, one exchange per connection. A request has no other end than its
 * connection: whoever closes it ends the request, so there are no ids and nothing is multiplexed.
 */

/**
 * Bytes that the background may send before the reader asks for more. Large enough that a fast stream is never paused
 * for a round trip (about 1 ms), small enough that a page that stops reading holds Google's answer back.
 */
export const creditWindow = 256 * 1024;

/** First frame of every exchange. */
export interface OpenFrame {
  readonly kind: 'open';
  readonly method: string;
  readonly url: string;
  readonly headers: Array<[name: string, value: string]>;
  /** A Blob travels by reference and so may exceed the 64 MiB that Chromium allows one message. */
  readonly body: Uint8Array<ArrayBuffer> | Blob | null;
}

/** The reader has room for so many bytes more than the window and the credits before. */
export interface CreditFrame {
  readonly kind: 'credit';
  readonly bytes: number;
}

export type ClientFrame = OpenFrame | CreditFrame;

/** Only from page to bridge, where closing a MessagePort is not noticed by the other end. */
export interface AbortFrame {
  readonly kind: 'abort';
}

/** Only from page to bridge, which answers with a `PongFrame` by itself. */
export interface PingFrame {
  readonly kind: 'ping';
}

/** All that a bridge takes from its page. */
export type BridgeFrame = ClientFrame | AbortFrame | PingFrame;

export interface PongFrame {
  readonly kind: 'pong';
}

export interface HeadFrame {
  readonly kind: 'head';
  readonly status: number;
  readonly statusText: string;
  readonly headers: Array<[name: string, value: string]>;
  /** False: the answer has no body at all, and `end` follows. */
  readonly hasBody: boolean;
}

/** A piece of the body exactly as the app made it: clients that parse per piece need whole events. */
export interface ChunkFrame {
  readonly kind: 'chunk';
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface EndFrame {
  readonly kind: 'end';
}

/** The exchange broke; `message` is for the person. What the app itself refuses is an ordinary answer, not this. */
export interface FailFrame {
  readonly kind: 'fail';
  readonly message: string;
}

/** This page may not use Hajimi, and shall not learn that there is one. */
export interface RefuseFrame {
  readonly kind: 'refuse';
}

export type ServerFrame = HeadFrame | ChunkFrame | EndFrame | FailFrame | RefuseFrame;
