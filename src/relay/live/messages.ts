import { type RawData, WebSocket } from 'ws';

export interface Message {
  readonly data: RawData;
  readonly isBinary: boolean;
}

/** The messages of a socket in their order: one may be waited for before the rest is read. */
export interface Inbox {
  /** Undefined where the connection ends, or `signal` aborts, before anything is said. */
  first(signal: AbortSignal): Promise<Message | undefined>;
  /** Hands on what has come meanwhile, and from now on everything as it comes. */
  read(onMessage: (message: Message) => void): void;
}

/** To be made before the socket can say anything: a frame that nobody listens to is lost. */
export function createInbox(socket: WebSocket): Inbox {
  const waiting: Message[] = [];
  let onMessage: (message: Message) => void = (message) => waiting.push(message);
  socket.on('message', (data, isBinary) => onMessage({ data, isBinary }));
  return {
    first: (signal) =>
      new Promise((resolve) => {
        const end = (message?: Message) => {
          socket.off('close', leave);
          signal.removeEventListener('abort', leave);
          onMessage = (later) => waiting.push(later);
          socket.pause();
          resolve(message);
        };
        const leave = () => end();
        socket.on('close', leave);
        signal.addEventListener('abort', leave, { once: true });
        onMessage = end;
        const early = waiting.shift();
        if (early !== undefined) end(early);
        else if (signal.aborted || socket.readyState > WebSocket.OPEN) leave();
      }),
    read(take) {
      onMessage = take;
      for (const message of waiting.splice(0)) take(message);
      socket.resume();
    },
  };
}

/** Google sends its JSON in binary frames, clients send theirs in text. */
export const bytesOf = (data: RawData): Uint8Array =>
  Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as ArrayBuffer);

export const textOf = (data: RawData): string => new TextDecoder().decode(bytesOf(data));
