/** Every public route on one screen. */
import type { Context } from 'hono';
import { Hono } from 'hono/tiny';
import { limitClients, tellLimits } from './access/clients/limit-requests.ts';
import { servicesFor } from './access/for-caller.ts';
import { forClients, gate } from './access/gate.ts';
import { adminRoutes } from './admin/routes.ts';
import { toldError } from './dialects/delivery/client-error.ts';
import { serveNative } from './dialects/gemini/routes.ts';
import { speech } from './dialects/openai/audio/speech.ts';
import { chatCompletions } from './dialects/openai/chat/chat.ts';
import { textForm } from './dialects/openai/chat/chat-form.ts';
import { embeddings } from './dialects/openai/embeddings/embeddings.ts';
import { imageEdits, imageGenerations } from './dialects/openai/images/images.ts';
import { getModel, listModels } from './dialects/openai/models/models.ts';
import { sillyTavernRoutes } from './dialects/sillytavern/routes.ts';
import { vectorRoutes } from './dialects/sillytavern/vectors/routes.ts';
import { errorHeaders, geminiErrorBody, openAIErrorBody, ProxyError } from './errors.ts';
import type { Side } from './google/endpoints/provider.ts';
import { isLivePath, isNativePath, readNativePath } from './google/paths.ts';
import { languageOf } from './language.ts';
import { recordBodies, recordRequests } from './log/record-requests.ts';
import { tracedServices } from './log/traced-services.ts';
import type { AppEnv, Services } from './services.ts';
import { routedPath } from './utils/net/path.ts';
import { jsonResponse } from './utils/web/json-response.ts';

/** A client may write `/v1` or leave it out. */
const openAI = (path: string) => [`/v1${path}`, path];

/**
 * The web-standard app: `fetch(request, { caller })`.
 * @param sides the same services over the credentials of one side of Google only.
 */
export function createApp(services: Services, sides: Readonly<Record<Side, Services>>): Hono<AppEnv> {
  const { settings, shell, metrics, pool } = services;
  const app = new Hono<AppEnv>({ getPath: routedPath });

  app.use(
    forClients(recordRequests(services)),
    forClients(tellLimits(services)),
    gate(services),
    forClients(recordBodies),
    forClients(limitClients(services)),
  );

  app.get('/health', (c) => c.json({ status: 'ok', name: 'hajimi', version: shell.version }));
  app.get('/ready', (c) => c.json({ status: 'ready' }));
  app.get('/metrics', (c) => {
    const text = metrics.text({ version: shell.version, keys: pool.status().keys });
    return c.text(text, 200, {
      'content-type': 'text/plain; version=0.0.4; charset=utf-8',
      'cache-control': 'no-store',
    });
  });
  // KoboldAI's clients probe for its API and go on to OpenAI's only if the answer is not JSON (clients.md part 1).
  app.all('/api/v1/*', (c) => c.text('Not Found', 404));
  app.all('/api/extra/*', (c) => c.text('Not Found', 404));
  app.route('/api/vector', vectorRoutes(servicesOf(services)));
  app.route(
    '/api',
    adminRoutes(services, (request, caller) => app.fetch(request, { caller })),
  );
  app.route(
    '/sillytavern',
    sillyTavernRoutes(services, (request, caller) => app.fetch(request, { caller })),
  );
  app.route('/aistudio', modelRoutes(sides.aistudio));
  app.route('/vertex', modelRoutes(sides.vertex));
  app.route('/', modelRoutes(services));

  app.notFound((c) => {
    throw new ProxyError('unknown_path', { method: c.req.method, path: c.req.path });
  });
  app.onError((thrown, c) => {
    const request = c.req.raw;
    const error = toldError(services, thrown, request.signal);
    const render = isNativePath(c.req.path) ? geminiErrorBody : openAIErrorBody;
    return jsonResponse(render(error, languageOf(request, settings.current())), errorHeaders(error), error.status);
  });
  return app;
}

/** The services for one request: as the caller may use them, and what they are asked goes into the log. */
const servicesOf = (services: Services) => (c: Context<AppEnv>) =>
  tracedServices(servicesFor(services, c.env.caller), c.get('trace'), c.env.caller);

/** Both dialects, over the credentials that these services have. */
function modelRoutes(services: Services): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const own = (c: Context<AppEnv>) => servicesFor(services, c.env.caller);
  const noted = servicesOf(services);
  routes.use(async (c, next) =>
    readNativePath(c.req.path) === undefined ? next() : serveNative(noted(c), c.req.raw, c.env.caller),
  );
  routes.use(async (c, next) => {
    if (!isLivePath(c.req.path)) return next();
    throw new ProxyError('unsupported', { field: 'Live API', reason: noWebSocket[services.shell.kind] });
  });
  routes.on('POST', openAI('/chat/completions'), (c) => chatCompletions(noted(c), c.req.raw, c.env.caller));
  routes.on('POST', openAI('/completions'), (c) => chatCompletions(noted(c), c.req.raw, c.env.caller, textForm));
  routes.on('POST', openAI('/embeddings'), (c) => embeddings(noted(c), c.req.raw));
  routes.on('POST', openAI('/images/generations'), (c) => imageGenerations(noted(c), c.req.raw));
  routes.on('POST', openAI('/images/edits'), (c) => imageEdits(noted(c), c.req.raw));
  routes.on('POST', openAI('/audio/speech'), (c) => speech(noted(c), c.req.raw));
  routes.on('GET', openAI('/models'), (c) => listModels(own(c), c.req.raw));
  routes.on('GET', openAI('/models/:id{.+}'), (c) => getModel(own(c), c.req.raw, c.req.param('id') ?? ''));
  return routes;
}

/** A WebSocket never gets here: the relay takes it before, and a page's leaves without the extension. */
const noWebSocket = {
  extension: {
    en: 'the extension carries no WebSockets yet. Use the relay for it',
    zh: '扩展尚不支持 WebSocket，请使用中转',
  },
  relay: {
    en: 'it is a WebSocket, to be opened with ws:// or wss://',
    zh: '它是 WebSocket，请以 ws:// 或 wss:// 连接',
  },
} as const;
