import type { IncomingMessage } from 'node:http';
import type { Caller } from '../core/ports.ts';

/** Whoever is at the other end of this connection. IPv4 that arrived on an IPv6 socket is written as IPv4. */
export const callerOf = ({ socket }: Pick<IncomingMessage, 'socket'>): Caller => ({
  id: socket.remoteAddress?.replace(/^::ffff:/, '') ?? '',
  trust: 'network',
});
