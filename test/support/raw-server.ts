/** A server that knows no HTTP but where a request without a body ends: a test writes its answers byte by byte. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';

export interface RawServer {
  readonly url: string;
  /** All that were ever opened, in their order. */
  readonly connections: readonly Socket[];
  /** Heads of requests, in their order. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** @param answer is called for each request. */
export async function startRawServer(answer: (socket: Socket, head: string) => unknown): Promise<RawServer> {
  const connections: Socket[] = [];
  const requests: string[] = [];
  const server = createServer({ noDelay: true }, (socket) => {
    connections.push(socket);
    let text = '';
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
      for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
        const head = text.slice(0, end);
        text = text.slice(end + 4);
        requests.push(head);
        void answer(socket, head);
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    connections,
    requests,
    async close() {
      for (const socket of connections) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/**
 * Until what was written is read at the other end, which is in this process, and has had its effects there. A byte that goes
 * the same way behind it, there and back, has come only when the system has carried what was before it.
 */
export async function arrived(): Promise<void> {
  echo ??= openEcho();
  const socket = await echo;
  for (let turn = 0; turn < 2; turn++) {
    socket.write('.');
    await once(socket, 'data');
    await setImmediate();
  }
}

let echo: Promise<Socket> | undefined;

/** Keeps no process alive. */
async function openEcho(): Promise<Socket> {
  const server = createServer({ noDelay: true }, (socket) => socket.unref().pipe(socket))
    .listen(0, '127.0.0.1')
    .unref();
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  return socket.unref();
}
