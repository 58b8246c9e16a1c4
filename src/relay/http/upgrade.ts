/**
 * Upgrade means WebSocket, and nothing else. Clients that could speak HTTP/2 offer `Upgrade: h2c` with each request to an
 * `http://` address (curl `--http2`, Java's HttpClient); a server that does not speak it answers in HTTP/1.1 as if the header
 * were not there (RFC 9110, section 7.8).
 */
import { IncomingMessage, type ServerOptions } from 'node:http';

/** A handshake as RFC 6455 (section 4.1) writes it. */
const isWebSocket = ({ method, headers }: IncomingMessage): boolean =>
  method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket';

/**
 * A message that stays with HTTP unless it is a handshake. Node before 24.9 hands every request with an Upgrade header to who
 * listens for upgrades, and the only word in it is the message's own `upgrade`: Node's parser sets it and asks for it when the
 * head is complete, so that body and keep-alive remain the parser's.
 */
class Message extends IncomingMessage {
  declare private asksToLeave: unknown;

  get upgrade(): boolean {
    return Boolean(this.asksToLeave) && (this.method === 'CONNECT' || isWebSocket(this));
  }

  set upgrade(asks: unknown) {
    this.asksToLeave = asks;
  }
}

/** For `createServer`: its `upgrade` event tells of WebSockets only. Where Node asks by itself (24.9 on), it is told the same. */
export const upgradeOptions: ServerOptions & { readonly shouldUpgradeCallback: typeof isWebSocket } = {
  IncomingMessage: Message,
  shouldUpgradeCallback: isWebSocket,
};
