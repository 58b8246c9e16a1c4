/** The fake Gemini: a real HTTP server on this computer that speaks Google's REST API, can be scripted, and remembers. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Model } from '../../src/core/models/model.ts';
import { defaultModels } from './models.ts';
import { type RecordedRequest, recordRequest } from './record.ts';
import { replyTo, type World } from './reply.ts';
import { createResources } from './resources.ts';
import { type Behaviour, createScript, type Matcher } from './script.ts';
import { send } from './send.ts';
import { createVertexWorld, type VertexWorld } from './vertex.ts';

export interface FakeGeminiOptions {
  /** Default: one that is free. */
  readonly port?: number;
  /** The only keys that work; default: every key does. */
  readonly keys?: readonly string[];
  readonly models?: readonly Model[];
  /** Ms between the chunks of an answer, default 0. */
  readonly chunkDelay?: number;
}

export interface FakeGemini {
  /** `http://127.0.0.1:<port>`, to be used as `GEMINI_BASE_URL`; any path prefix behind it works too. */
  readonly url: string;
  readonly port: number;
  /** Every request in the order of arrival, preflights left out. Entries change while their answer is under way. */
  readonly requests: readonly RecordedRequest[];
  /**
   * The next `times` (default: all) requests that fit get this behaviour. Rules are tried in the order they were added, so
   * several with `times` 1 are a queue. Returns the function that takes the rule back.
   */
  script(matcher: Matcher, behaviour: Behaviour, times?: number): () => void;
  /** Sign-in of service accounts. */
  readonly vertex: VertexWorld;
  /** Forgets rules and recordings. */
  reset(): void;
  /** The first request, past or to come, for which the predicate holds; it is asked again with every chunk and end. */
  waitFor(predicate: (request: RecordedRequest) => boolean, timeout?: number): Promise<RecordedRequest>;
  close(): Promise<void>;
}

export async function startFakeGemini(options: FakeGeminiOptions = {}): Promise<FakeGemini> {
  const world: World = {
    models: options.models ?? defaultModels,
    ...(options.keys === undefined ? {} : { keys: new Set(options.keys) }),
    resources: createResources(),
    vertex: createVertexWorld(),
  };
  const script = createScript();
  const requests: RecordedRequest[] = [];
  const watchers = new Set<() => void>();
  const changed = () => {
    for (const watch of watchers) watch();
  };

  async function answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    allowEveryOrigin(message, response);
    if (message.method === 'OPTIONS') {
      response.writeHead(204).end();
      return;
    }
    const request = await recordRequest(message);
    const gone = new AbortController();
    let cutByScript = false;
    response.once('close', () => {
      request.aborted = !response.writableFinished && !cutByScript;
      request.done = true;
      gone.abort();
      changed();
    });
    requests.push(request);
    changed();
    const behaviour = script.take(request);
    cutByScript = behaviour.cutAfter !== undefined;
    const pace = { betweenChunks: options.chunkDelay ?? 0, ...behaviour };
    await send(response, request, replyTo(request, behaviour, world), pace, gone.signal, changed);
  }

  // A rejection here only says that the client has left; that is in the recording.
  const server = createServer((message, response) => void answer(message, response).catch(() => response.destroy()));
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });

  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    vertex: world.vertex,
    script: script.add,
    reset() {
      script.clear();
      requests.length = 0;
    },
    waitFor: (predicate, timeout = 10_000) =>
      new Promise((resolve, reject) => {
        const end = () => {
          clearTimeout(timer);
          watchers.delete(look);
        };
        const timer = setTimeout(() => {
          end();
          reject(new Error(`the fake Gemini saw no such request within ${timeout} ms`));
        }, timeout);
        const look = () => {
          const found = requests.find(predicate);
          if (found === undefined) return;
          end();
          resolve(found);
        };
        watchers.add(look);
        look();
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Google allows every origin; the extension needs that to call the fake without a host permission. */
function allowEveryOrigin(message: IncomingMessage, response: ServerResponse): void {
  response.setHeader('access-control-allow-origin', '*');
  response.setHeader('access-control-expose-headers', '*');
  if (message.method !== 'OPTIONS') return;
  response.setHeader('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE, OPTIONS');
  response.setHeader('access-control-allow-headers', message.headers['access-control-request-headers'] ?? '*');
  response.setHeader('access-control-allow-private-network', 'true');
  response.setHeader('access-control-max-age', '7200');
}
