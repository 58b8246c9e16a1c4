/** The HTTP server around an app: guard and CORS before it, the config page beside it, an orderly end after it. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener, RequestError } from '@hono/node-server';
import { defaultSettings } from '../../contract/settings/table.ts';
import { isProxyError, ProxyError } from '../../core/errors.ts';
import type { Caller } from '../../core/ports.ts';
import type { RelayConfig } from '../config/config.ts';
import { limitBody } from './body-limit.ts';
import type { CallerOf } from './caller.ts';
import { createUnderway, type Underway } from './client-abort.ts';
import { isPreflight, preflight, withCors } from './cors.ts';
import { refuse } from './errors.ts';
import { guard, malformedAddress } from './guard.ts';
import { isOwners, refuseOtherOrigins } from './owners-paths.ts';
import { addSafeHeaders } from './safe-headers.ts';
import type { Page } from './static-files.ts';
import { serverOptions, watchBodies } from './timeouts.ts';
import { upgradeOptions } from './upgrade.ts';

export type App = (request: Request, caller: Caller) => Promise<Response>;

/** What takes over connections that are to be a WebSocket. */
export type Upgrade = (message: IncomingMessage, socket: Duplex, head: Buffer) => void;

export interface ServerDeps {
  readonly app: Promise<App>;
  readonly page: Page;
  readonly upgrade: Upgrade;
  readonly callerOf: CallerOf;
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
  const answer = createAnswer(config, deps);
  const underway = createUnderway();
  const listener = getRequestListener(
    (request, { incoming, outgoing }) =>
      answer(underway.watch(request, outgoing as ServerResponse), incoming as IncomingMessage),
    { hostname: config.host, errorHandler: (error) => refuseUnread(error, config) },
  );
  const server = createServer({ ...serverOptions(config.timeOuts), ...upgradeOptions }, listener);
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

function createAnswer(config: RelayConfig, { app, page, callerOf }: ServerDeps) {
  const settings = { ...defaultSettings, ...config.settings };
  let isOpen = false;
  void app.then(() => {
    isOpen = true;
  });
  return async (request: Request, incoming: IncomingMessage): Promise<Response> => {
    const owners = isOwners(request, page);
    try {
      guard(request, config, () => page.respond(request) !== undefined);
      if (owners) refuseOtherOrigins(request, config);
    } catch (error) {
      if (!isProxyError(error)) throw error;
      const refusal = refuse(error, request, settings);
      return owners ? refusal : withCors(refusal, request, config);
    }
    if (isPreflight(request)) return withCors(preflight(request), request, config);
    if (!isOpen) {
      const early = beforeStart(request);
      if (early !== undefined) return withCors(early, request, config);
    }
    const fetch = await app;
    const caller = callerOf(incoming);
    const response = page.respond(request) ?? (await fetch(limitBody(request, config.maxBody), caller));
    return owners ? response : withCors(response, request, config);
  };
}

/** What has no address, or failed before it was looked at: nothing tells the caller's dialect and language. */
function refuseUnread(error: unknown, { settings }: RelayConfig): Response {
  const told = error instanceof RequestError ? malformedAddress() : new ProxyError('internal');
  return refuse(told, new Request('http://localhost/'), { ...defaultSettings, ...settings });
}

/** While the store is being opened, which may wait for Redis: alive, and not ready yet. */
function beforeStart({ url }: Request): Response | undefined {
  const { pathname } = new URL(url);
  if (pathname === '/health') return Response.json({ status: 'ok', name: 'hajimi' });
  return pathname === '/ready' ? Response.json({ status: 'starting' }, { status: 503 }) : undefined;
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
