/** Opens the connection to Google with one key, and waits until Google has taken the client's setup. */
import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import type { Failure } from '../../contract/log.ts';
import { networkFailure, readFailure } from '../../core/google/failure/failure.ts';
import { type Lease, UpstreamFailure } from '../../core/pool/types.ts';
import { createInbox, type Inbox, type Message } from './messages.ts';

export interface OpenedLive {
  readonly socket: WebSocket;
  readonly inbox: Inbox;
  /** Google's first word. */
  readonly first: Message;
  readonly lease: Lease;
}

export interface LiveRequest {
  readonly baseUrl: string;
  /** Google's path with its query. */
  readonly path: string;
  readonly setup: Message;
  readonly model: string;
  readonly signal: AbortSignal;
}

/** @throws {UpstreamFailure} when Google refuses the connection, or closes it instead of answering the setup. */
export async function openLive(lease: Lease, request: LiveRequest): Promise<OpenedLive> {
  const { baseUrl, path, setup, model, signal } = request;
  const { secret } = lease.credential;
  const socket = new WebSocket(baseUrl.replace(/^http/, 'ws') + path, {
    headers: { 'x-goog-api-key': secret },
    perMessageDeflate: false,
    // A redirect would carry the key to wherever it points.
    followRedirects: false,
  });
  const inbox = createInbox(socket);
  const leave = () => socket.terminate();
  signal.addEventListener('abort', leave, { once: true });
  try {
    const ended = new Promise<never>((_, reject) => {
      const fail = (failure: Failure) => reject(new UpstreamFailure(failure));
      const context = { secret, model, baseUrl };
      socket.once('unexpected-response', (_request, response) => {
        void textOfResponse(response).then((text) =>
          fail(readFailure(response.statusCode ?? 500, text, undefined, context)),
        );
      });
      socket.on('error', (error) => fail(networkFailure(error)));
      socket.once('close', (code, reason) =>
        fail(readFailure(0, rpcStatus(code, reason.toString()), undefined, context)),
      );
    });
    await Promise.race([new Promise((resolve) => socket.once('open', resolve)), ended]);
    socket.send(setup.data, { binary: setup.isBinary });
    const first = await Promise.race([inbox.first(signal), ended]);
    if (first === undefined) return await ended;
    return { socket, inbox, first, lease };
  } catch (error) {
    socket.terminate();
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

/** What Google would answer by HTTP: a close frame has its sentence, and a code that says little. */
function rpcStatus(code: number, message: string) {
  const status = /quota|exhausted/i.test(message)
    ? { code: 429, status: 'RESOURCE_EXHAUSTED' }
    : /not found|not supported for bidi/i.test(message)
      ? { code: 404, status: 'NOT_FOUND' }
      : code === 1007 || code === 1008
        ? { code: 400, status: 'INVALID_ARGUMENT' }
        : { code: 503, status: 'UNAVAILABLE' };
  return { error: { ...status, message: message || `the connection was closed with code ${code}` } };
}

async function textOfResponse(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const bytes of response) {
    text += String(bytes);
    if (text.length > 64 * 1024) break;
  }
  return text;
}
