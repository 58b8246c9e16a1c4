import type { IncomingMessage } from 'node:http';
import type { Caller } from '../../core/ports.ts';
import type { RelayConfig } from '../config/config.ts';
import { proxyNotTrusted, type Warnings } from '../config/warnings.ts';

/** Who sent a message. */
export type CallerOf = (message: IncomingMessage) => Caller;

/** Warns of a proxy that nobody said is there: it makes all its clients look like one. */
export function createCallerOf(
  { trustedProxies }: Pick<RelayConfig, 'trustedProxies'>,
  warnings: Pick<Warnings, 'add'>,
): CallerOf {
  return (message) => {
    if (trustedProxies === 0 && message.headers['x-forwarded-for'] !== undefined) warnings.add(proxyNotTrusted);
    return callerOf(message, trustedProxies);
  };
}

/**
 * Whoever is at the other end of this connection. IPv4 that arrived on an IPv6 socket is written as IPv4.
 * @param proxies how many reverse proxies of the person's own stand between: each has added who called it to the end of
 *   `X-Forwarded-For`. What stands before that a client may have written itself.
 */
export function callerOf({ socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>, proxies = 0): Caller {
  const forwarded = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '');
  const told = proxies > 0 ? (forwarded.at(-proxies) ?? forwarded[0]) : undefined;
  return { id: (told ?? socket.remoteAddress ?? '').replace(/^::ffff:/, ''), trust: 'network' };
}
