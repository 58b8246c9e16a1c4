/** Two WebSockets as one: frames, pace and end of each reach the other. */
import { WebSocket } from 'ws';
import type { Inbox, Message } from './messages.ts';

/** Bytes that may wait for a slow reader before its writer is made to wait. */
const MOST_WAITING = 1024 * 1024;

export interface End {
  readonly socket: WebSocket;
  readonly inbox: Inbox;
}

/**
 * @param onFrame is told of every frame on its way from `a` to `b`.
 * @param check lets frames from `b` pass, or throws.
 * @param onEnd is told once that either has closed, with the code.
 * @param onRefused is told what `check` threw; nothing of `b` passes any more.
 */
export function pipe(
  a: End,
  b: End,
  onFrame: (message: Message) => void,
  check: (message: Message) => Promise<void>,
  onEnd: (by: WebSocket, code: number) => void,
  onRefused: (error: unknown) => void,
): void {
  let ended = false;
  /** Frames of `b`, and its close, keep their order while they are looked at. */
  let passing: Promise<void> = Promise.resolve();
  let refused = false;
  const end = (by: WebSocket, other: WebSocket) => (code: number, reason: Buffer) => {
    if (!ended) onEnd(by, code);
    ended = true;
    if (isSendable(code)) other.close(code, reason);
    else if (code === NO_CODE) other.close();
    else other.close(1011, 'The other side went away');
  };
  for (const { socket } of [a, b]) socket.on('error', () => socket.terminate());
  a.socket.once('close', end(a.socket, b.socket));
  b.socket.once('close', (code, reason) => {
    passing = passing.then(() => end(b.socket, a.socket)(code, reason));
  });
  a.inbox.read((message) => {
    onFrame(message);
    forward(a.socket, b.socket, message);
  });
  const pass = async (message: Message) => {
    if (refused) return;
    try {
      await check(message);
      forward(b.socket, a.socket, message);
    } catch (error) {
      refused = true;
      onRefused(error);
    }
  };
  b.inbox.read((message) => {
    passing = passing.then(() => pass(message));
  });
  // Whoever closed before anybody listened for it.
  if (a.socket.readyState > WebSocket.OPEN) end(a.socket, b.socket)(NO_CODE, Buffer.alloc(0));
  else if (b.socket.readyState > WebSocket.OPEN) end(b.socket, a.socket)(NO_CODE, Buffer.alloc(0));
}

/** Stands for a close without a code, as 1006 for one without a close frame; neither may be sent (RFC 6455, 7.4.1). */
const NO_CODE = 1005;

const isSendable = (code: number): boolean =>
  (code >= 1000 && code <= 1014 && ![1004, NO_CODE, 1006].includes(code)) || (code >= 3000 && code < 5000);

function forward(from: WebSocket, to: WebSocket, { data, isBinary }: Message): void {
  if (to.readyState !== WebSocket.OPEN) return;
  to.send(data, { binary: isBinary }, () => from.resume());
  if (to.bufferedAmount > MOST_WAITING) from.pause();
}
