/**
 * Google's Live API: a WebSocket at each side, frames piped both ways. The client shows the password, Google the key, in a
 * header. Nothing in the frames is changed; what the client sends is looked into, since it names models and files.
 */

import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import type { Hajimi } from '../../core/create-hajimi.ts';
import { errorHeaders, geminiErrorBody, isProxyError, ProxyError } from '../../core/errors.ts';
import { usageOf } from '../../core/google/stream/usage-tap.ts';
import type { UsageMetadata } from '../../core/google/wire.ts';
import type { Caller, Log } from '../../core/ports.ts';
import { endingOf } from '../../core/utils/ending.ts';
import { parseObject } from '../../core/utils/json/json.ts';
import type { RelayConfig } from '../config/config.ts';
import type { CallerOf } from '../http/caller.ts';
import { headOf } from '../http/exchange.ts';
import { guard } from '../http/guard.ts';
import { safeHeaders } from '../http/safe-headers.ts';
import { bytesOf, createInbox, textOf } from './messages.ts';
import { livePath } from './path.ts';
import { pipe } from './pipe.ts';
import { openLive } from './upstream.ts';

export interface Live {
  /** For the server's `upgrade` event. */
  upgrade(message: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Tells every client that the relay goes away. */
  close(): void;
}

/** A client that says nothing after it connected is let go, in ms. */
const SETUP_WAIT = 30_000;
/** What holds the usage is short; sound and pictures are not. */
const LONGEST_READ = 64 * 1024;
const NORMAL = 1000;
const GOING_AWAY = 1001;
const POLICY = 1008;
const INTERNAL = 1011;
const TRY_AGAIN_LATER = 1013;

export function createLive(deps: {
  readonly config: RelayConfig;
  readonly hajimi: Promise<Hajimi>;
  readonly log: Log;
  readonly callerOf: CallerOf;
}): Live {
  const { config, log } = deps;
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: false });

  async function serve(client: WebSocket, { path, caller }: Admitted, signal: AbortSignal): Promise<void> {
    const inbox = createInbox(client);
    const setup = await inbox.first(AbortSignal.timeout(SETUP_WAIT));
    if (setup === undefined) {
      client.resume();
      return client.close(POLICY, 'No setup came');
    }
    const hajimi = await deps.hajimi;
    const { geminiBaseUrl: baseUrl } = await hajimi.settings(caller);
    await hajimi.judge(bytesOf(setup.data), caller);
    const model = modelIn(textOf(setup.data));
    const { value } = await hajimi.lend({
      model,
      ending: endingOf(signal),
      kinds: ['ai-studio'],
      attempt: (lease) => openLive(lease, { baseUrl, path, setup, model, signal }),
    });
    const { first, lease } = value;
    let usage: UsageMetadata | undefined;
    client.send(first.data, { binary: first.isBinary });
    pipe(
      value,
      { socket: client, inbox },
      ({ data }) => {
        usage = usageIn(data as Buffer) ?? usage;
      },
      ({ data }) => hajimi.judge(bytesOf(data), caller, refuseSetup),
      (by, code) => {
        // Google ends sessions after some minutes, and clients leave when they like: neither is a failure.
        if (by === client || code === NORMAL || code === GOING_AWAY) lease.settle(usage && usageOf(usage));
        else lease.release();
      },
      (error) => refuse(client, error),
    );
  }

  function refuse(client: WebSocket, error: unknown): void {
    if (client.readyState !== WebSocket.OPEN) return;
    // The client's answer to the close must be read.
    client.resume();
    if (!isProxyError(error)) log.write({ level: 'error', event: 'live-failed', error });
    const known = isProxyError(error) ? error : undefined;
    const code = known?.details.retryAfter === undefined ? INTERNAL : TRY_AGAIN_LATER;
    client.close(code, closeReason(known?.message ?? 'Hajimi failed unexpectedly'));
  }

  /** @throws {ProxyError} for whom and what the relay does not serve. */
  async function admit(message: IncomingMessage, caller: Caller): Promise<Admitted> {
    const request = headOf(message, config.host);
    guard(request, config);
    const path = livePath(request);
    if (path === undefined) throw new ProxyError('unknown_path', { method: 'WebSocket', path: request.path });
    const hajimi = await deps.hajimi;
    return { path, caller: await hajimi.admit(request, caller) };
  }

  function turnAway(socket: Duplex, error: unknown): void {
    if (!isProxyError(error)) log.write({ level: 'error', event: 'live-failed', error });
    reject(socket, isProxyError(error) ? error : new ProxyError('internal'));
  }

  return {
    upgrade(message, socket, head) {
      socket.on('error', () => socket.destroy());
      const caller = deps.callerOf(message);
      const accept = (admitted: Admitted) =>
        server.handleUpgrade(message, socket, head, (client) => {
          const gone = new AbortController();
          client.once('close', () => gone.abort());
          client.on('error', () => client.terminate());
          serve(client, admitted, gone.signal).catch((error: unknown) => refuse(client, error));
        });
      // Also what `handleUpgrade` throws, which would else end the process.
      admit(message, caller)
        .then(accept)
        .catch((error: unknown) => turnAway(socket, error));
    },
    close() {
      for (const client of server.clients) client.close(GOING_AWAY, 'The relay is stopping');
      server.close();
    },
  };
}

interface Admitted {
  /** Of the WebSocket at Google, with its query. */
  readonly path: string;
  readonly caller: Caller;
}

function reject(socket: Duplex, error: ProxyError): void {
  const body = JSON.stringify(geminiErrorBody(error, 'en'));
  const headers = {
    ...safeHeaders,
    ...errorHeaders(error),
    connection: 'close',
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${error.status} Refused\r\n${lines.join('')}\r\n${body}`);
}

/**
 * The model that the setup names, without `models/`. Other names for models are not known here: the frames pass as they are.
 * @throws {ProxyError} `invalid_value` for anything else than a setup, which must come first.
 */
function modelIn(message: string): string {
  const value: { setup?: { model?: unknown } | null } | null = JSON.parse(message);
  const model = value?.setup?.model;
  if (typeof model === 'string' && model !== '') return model.replace(/^models\//, '');
  throw new ProxyError('invalid_value', { field: 'setup.model', reason: 'must name a model in the first message' });
}

/** Google takes one setup for a session; should it ever take another, that would choose a model anew. */
function refuseSetup(path: readonly string[]): void {
  if (path.length > 1 || path[0]?.toLowerCase() !== 'setup') return;
  throw new ProxyError('invalid_value', { field: 'setup', reason: 'may come once' });
}

function usageIn(data: Buffer): UsageMetadata | undefined {
  if (data.length > LONGEST_READ || !data.includes('"usageMetadata"')) return undefined;
  return parseObject(data.toString('utf8'))?.usageMetadata as UsageMetadata | undefined;
}

/** A close frame holds 123 bytes of text. */
function closeReason(words: string): string {
  let reason = words;
  while (Buffer.byteLength(reason) > 123) reason = `${reason.slice(0, Math.min(reason.length - 2, 122))}…`;
  return reason;
}
