/** Google's Live API as far as a proxy sees it: it answers the setup, echoes what is said, and closes as it is told. */
import type { IncomingMessage, Server } from 'node:http';
import { WebSocketServer } from 'ws';

export interface LiveSession {
  readonly path: string;
  readonly key: string;
  readonly headers: IncomingMessage['headers'];
  /** What the client sent, the setup first. */
  readonly messages: unknown[];
  /** Code of the client's close. */
  closed: number | undefined;
  /** Settles with the close. */
  readonly ended: Promise<void>;
}

export interface FakeLive {
  readonly sessions: readonly LiveSession[];
  /** Keys whose sessions are closed with these words. */
  readonly refused: Map<string, { readonly code: number; readonly reason: string }>;
  close(): void;
}

/** @param server whose upgrades are answered. A client that says `{"end":4001}` is closed with that code. */
export function attachLive(server: Server): FakeLive {
  const sockets = new WebSocketServer({ server });
  const sessions: LiveSession[] = [];
  const refused: FakeLive['refused'] = new Map();
  sockets.on('connection', (socket, request) => {
    const key = String(request.headers['x-goog-api-key'] ?? '');
    const session: LiveSession = {
      path: request.url ?? '',
      key,
      headers: request.headers,
      messages: [],
      closed: undefined,
      ended: new Promise((resolve) =>
        socket.on('close', (code) => {
          session.closed = code;
          resolve();
        }),
      ),
    };
    sessions.push(session);
    socket.on('message', (data) => {
      const message: Record<string, unknown> = JSON.parse(String(data));
      session.messages.push(message);
      const refusal = refused.get(key);
      if (refusal !== undefined) return socket.close(refusal.code, refusal.reason);
      if (typeof message.end === 'number') return socket.close(message.end, 'as you wish');
      const answer =
        'setup' in message ? { setupComplete: {} } : { serverContent: { echo: message }, usageMetadata: {} };
      // Google's frames are binary although they hold JSON.
      socket.send(Buffer.from(JSON.stringify(answer)), { binary: true });
    });
  });
  return {
    sessions,
    refused,
    close: () => {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}
