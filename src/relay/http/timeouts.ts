/** Connections that only take up room are let go; an answer may take as long as it likes. */
import type { IncomingMessage, Server, ServerOptions, ServerResponse } from 'node:http';

export interface TimeOuts {
  /** For a request's head to be there, in ms. */
  readonly head: number;
  /** Longest silence within a request's body, in ms. */
  readonly idle: number;
}

/** Longer than any client's or proxy's own, so that it is never we who close a connection that is just being used again. */
const KEEP_ALIVE = 75_000;
/** How often Node looks for heads that are late, in ms. */
const LONGEST_CHECK = 5_000;

export const serverOptions = ({ head }: TimeOuts): ServerOptions => ({
  headersTimeout: head,
  // It would end a slow upload for being large.
  requestTimeout: 0,
  keepAliveTimeout: KEEP_ALIVE,
  connectionsCheckingInterval: Math.min(LONGEST_CHECK, head),
});

/** Node destroys a socket whose time-out nobody listens to. */
export function watchBodies(server: Server, { idle }: TimeOuts): void {
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket, headers } = request;
    if (headers['transfer-encoding'] === undefined && !Number(headers['content-length'] ?? 0)) return;
    socket.setTimeout(idle);
    const stop = () => socket.setTimeout(0);
    request.once('end', stop);
    response.once('close', stop);
  });
}
