/** The HTTP server around an app: guard and CORS before it, the config page beside it, an orderly end after it. */
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { defaultSettings } from '../../contract/settings/table.ts';
import type { App } from '../../core/app.ts';
import { isProxyError, ProxyError } from '../../core/errors.ts';
import { jsonReply, type Reply, type RequestHead } from '../../core/exchange.ts';
import type { Ids, Log } from '../../core/ports.ts';
import type { Ending } from '../../core/utils/ending.ts';
import type { RelayConfig } from '../config/config.ts';
import type { CallerOf } from './caller.ts';
import { createUnderway, type Underway } from './client-abort.ts';
import { isPreflight, preflight, withCors } from './cors.ts';
import { refuseEarly } from './errors.ts';
import { exchangeOf, headOf } from './exchange.ts';
import { guard } from './guard.ts';
import { isOwners, refuseOtherOrigins } from './owners-paths.ts';
import { addSafeHeaders } from './safe-headers.ts';
import type { Page } from './static-files.ts';
import { serverOptions, watchBodies } from './timeouts.ts';
import { upgradeOptions } from './upgrade.ts';
import { writeReply } from './write-reply.ts';

/** What answers, and how it tells of an error that came before it was asked. */
export type RelayApp = Pick<App, 'answer' | 'refuse'>;

/** What takes over connections that are to be a WebSocket. */
export type Upgrade = (message: IncomingMessage, socket: Duplex, head: Buffer) => void;

export interface ServerDeps {
  readonly app: Promise<RelayApp>;
  readonly page: Page;
  readonly upgrade: Upgrade;
  readonly callerOf: CallerOf;
  readonly log: Log;
  readonly ids: Ids;
}

export interface RelayServer {
  readonly port: number;
  /**
   * Takes no more requests and resolves when those under way have their answer. Those that have none after `grace` ms are
   * told that they will get none, and cut off a second later.
   */
  close(grace: number): Promise<void>;
}

/**
 * Starts to listen. Requests that come before the app is there wait for it.
 * @throws what `listen` throws, such as EADDRINUSE.
 */
export async function startServer(config: RelayConfig, deps: ServerDeps): Promise<RelayServer> {
  const underway = createUnderway();
  const options = { ...serverOptions(config.timeOuts), ...upgradeOptions };
  const server = createServer(options, createListener(config, deps, underway));
  addSafeHeaders(server);
  watchBodies(server, config.timeOuts);
  server.on('upgrade', deps.upgrade);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.port, config.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: (grace) => closeServer(server, underway, grace),
  };
}

function createListener(config: RelayConfig, deps: ServerDeps, underway: Underway): RequestListener {
  const { page, callerOf, log, ids } = deps;
  const settings = { ...defaultSettings, ...config.settings };
  let app: RelayApp | undefined;
  void deps.app.then((opened) => {
    app = opened;
  });

  async function respond(message: IncomingMessage, ending: Ending): Promise<Reply> {
    const head = headOf(message, config.host);
    const file = page.respond(head);
    const owners = isOwners(head.path, page.has(head.path));
    const forPages = (reply: Reply) => (owners ? reply : withCors(reply, head, config));
    try {
      guard(head, config, () => file !== undefined);
      if (owners) refuseOtherOrigins(head, config);
    } catch (error) {
      if (!isProxyError(error)) throw error;
      return forPages(app?.refuse(error, head) ?? refuseEarly(error, head, settings));
    }
    if (isPreflight(head)) return withCors(preflight(head), head, config);
    const early = app === undefined ? beforeStart(head) : undefined;
    if (early !== undefined) return withCors(early, head, config);
    app ??= await deps.app;
    if (file !== undefined) return forPages(file);
    const caller = callerOf(message);
    return forPages(await app.answer(exchangeOf(message, head, { caller, ending, maxBody: config.maxBody })));
  }

  /** An error on purpose, or one of ours, which the log tells of under an id that the client is told. */
  function known(error: unknown): ProxyError {
    if (isProxyError(error)) return error;
    const id = ids().slice(0, 8);
    log.write({ level: 'error', event: 'internal-error', id, error });
    return new ProxyError('internal', { id }, undefined, { cause: error });
  }

  /** An answer broke on its way, by us or by Google: its client, who has the head of it, cannot be told why. */
  function torn(error: unknown, response: ServerResponse): void {
    response.destroy();
    if (!isProxyError(error)) log.write({ level: 'warn', event: 'answer-broken', error });
  }

  return (message, response) => {
    respond(message, underway.watch(response))
      // What has no address, or failed before it was looked at: nothing tells the caller's dialect and language.
      .catch((error: unknown) => refuseEarly(known(error), { path: '/', header: () => undefined }, settings))
      .then((reply) => writeReply(reply, message, response))
      .catch((error: unknown) => torn(error, response));
  };
}

/** While the store is being opened, which may wait for Redis: alive, and not ready yet. */
function beforeStart({ path }: RequestHead): Reply | undefined {
  if (path === '/health') return jsonReply({ status: 'ok', name: 'hajimi' });
  return path === '/ready' ? jsonReply({ status: 'starting' }, {}, 503) : undefined;
}

/** Those who are told that their answer ends get so long to read it, in ms. */
const LAST_WORDS = 1_000;

async function closeServer(server: Server, underway: Underway, grace: number): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  // A connection that has just given its last answer would be kept open for the next request.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  let deadline = setTimeout(() => {
    underway.end(new ProxyError('stopping'));
    deadline = setTimeout(() => server.closeAllConnections(), LAST_WORDS);
  }, grace);
  await closed;
  clearInterval(sweep);
  clearTimeout(deadline);
}
