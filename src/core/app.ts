/** Every public route on one screen. */
import { Hono } from 'hono/tiny';
import { adminRoutes } from './admin/routes.ts';
import { errorHeaders, geminiErrorBody, isProxyError, openAIErrorBody, ProxyError } from './errors.ts';
import { passThrough } from './gemini/native.ts';
import { requirePassword } from './guard/password.ts';
import { languageOf } from './http/language.ts';
import { meantPath } from './http/path.ts';
import { chatCompletions } from './openai/chat.ts';
import { imageEdits, imageGenerations } from './openai/draw.ts';
import { embeddings } from './openai/embed.ts';
import { getModel, listModels } from './openai/list-models.ts';
import { speech } from './openai/speak.ts';
import type { AppEnv, Services } from './services.ts';

/** A client may write `/v1` or leave it out. */
const openAI = (path: string) => [`/v1${path}`, path];

/** The web-standard app: `fetch(request, { caller })`. */
export function createApp(services: Services): Hono<AppEnv> {
  const { settings, shell, ports } = services;
  const app = new Hono<AppEnv>({ getPath: (request) => meantPath(new URL(request.url).pathname) });

  app.get('/health', (c) => c.json({ status: 'ok', name: 'hajimi', version: shell.version }));
  // KoboldAI's clients probe for its API and go on to OpenAI's only if the answer is not JSON (clients.md part 1).
  app.all('/api/v1/*', (c) => c.text('Not Found', 404));
  app.all('/api/extra/*', (c) => c.text('Not Found', 404));
  app.route('/api', adminRoutes(services));

  app.use(async (c, next) => {
    // Browsers send a preflight without credentials; there is nothing in its answer to protect.
    if (c.req.method === 'OPTIONS') return c.body(null, 204, { allow: 'GET, POST, OPTIONS' });
    requirePassword(c.req.raw, c.env.caller, shell.password);
    return next();
  });
  app.on('POST', openAI('/chat/completions'), (c) => chatCompletions(services, c.req.raw));
  app.on('POST', openAI('/embeddings'), (c) => embeddings(services, c.req.raw));
  app.on('POST', openAI('/images/generations'), (c) => imageGenerations(services, c.req.raw));
  app.on('POST', openAI('/images/edits'), (c) => imageEdits(services, c.req.raw));
  app.on('POST', openAI('/audio/speech'), (c) => speech(services, c.req.raw));
  app.on('GET', openAI('/models'), (c) => listModels(services, c.req.raw));
  app.on('GET', openAI('/models/:id{.+}'), (c) => getModel(services, c.req.raw, c.req.param('id') ?? ''));
  app.all('/gemini/:version{v1|v1beta|v1alpha}/*', (c) =>
    passThrough(services, c.req.raw, c.req.path.slice('/gemini'.length)),
  );

  app.notFound((c) => {
    throw new ProxyError('unknown_path', { method: c.req.method, path: c.req.path });
  });
  app.onError((thrown, c) => {
    const request = c.req.raw;
    const error = asProxyError(thrown, request);
    const render = isGeminiPath(c.req.path) ? geminiErrorBody : openAIErrorBody;
    return new Response(JSON.stringify(render(error, languageOf(request, settings.current()))), {
      status: error.status,
      headers: { 'content-type': 'application/json', ...errorHeaders(error) },
    });
  });
  return app;

  function asProxyError(thrown: unknown, request: Request): ProxyError {
    // The pool cannot know where a person adds a key; the shell does.
    if (isProxyError(thrown) && thrown.code === 'no_keys')
      return new ProxyError('no_keys', { where: shell.whereToAddKeys });
    if (isProxyError(thrown)) return thrown;
    if (request.signal.aborted) return new ProxyError('client_closed');
    const id = ports.ids().slice(0, 8);
    const stack = thrown instanceof Error ? thrown.stack : String(thrown);
    ports.log.write({ level: 'error', event: 'internal-error', id, stack });
    return new ProxyError('internal', { id }, undefined, { cause: thrown });
  }
}

const isGeminiPath = (path: string) => path.startsWith('/gemini/');
