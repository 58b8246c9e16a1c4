/** Every route on one screen: method, path, who may, and what answers. What stands in no row is refused. */
import type { Audience } from './access/gate.ts';
import type { Handler } from './context.ts';
import { ProxyError } from './errors.ts';
import type { Side } from './google/endpoints/provider.ts';
import { readNativePath } from './google/paths.ts';
import type { Route } from './route.ts';

export interface Handlers {
  readonly health: Handler;
  readonly ready: Handler;
  readonly metrics: Handler;
  /** `/api/try/*`: the model API for the config page. */
  readonly tryModels: Handler;
  readonly vectorQuery: Handler;
  readonly vectorInsert: Handler;
  readonly tavernStatus: Handler;
  readonly tavernGenerate: Handler;
  readonly native: Handler;
  readonly live: Handler;
  readonly chat: Handler;
  readonly completions: Handler;
  readonly embeddings: Handler;
  readonly imageGenerations: Handler;
  readonly imageEdits: Handler;
  readonly speech: Handler;
  readonly listModels: Handler;
  readonly getModel: Handler;
}

const nothing: Handler = ({ method, path }) => {
  throw new ProxyError('unknown_path', { method, path });
};

/** KoboldAI's clients probe for its API and go on to OpenAI's only if the answer is not JSON (clients.md part 1). */
const noKobold: Handler = () => ({
  status: 404,
  headers: { 'content-type': 'text/plain; charset=UTF-8' },
  body: 'Not Found',
});

/** Below `/v1/models` stand OpenAI's models, and Google's calls of theirs: `/v1/models/gemini-3.8-flash:generateContent`. */
const modelOrCall =
  ({ native, getModel }: Handlers): Handler =>
  (exchange, context, params) => {
    if (readNativePath(exchange.path) !== undefined) return native(exchange, context, params);
    const isGet = exchange.method === 'GET' || exchange.method === 'HEAD';
    return (isGet && !exchange.path.includes('/tunedModels/') ? getModel : nothing)(exchange, context, params);
  };

/** @param admin the rows of `/api` that the config page calls */
export function routeTable(handlers: Handlers, admin: readonly Route[]): readonly Route[] {
  const row = (audience: Audience, method: string, path: string, handle: Handler, side?: Side): Route => ({
    audience,
    method,
    path,
    handle,
    side,
  });
  const models = (prefix: string, side?: Side): Route[] => {
    const client = (method: string, path: string, handle: Handler) =>
      row('client', method, prefix + path, handle, side);
    /** A client may write `/v1` or leave it out. */
    const openAI = (method: string, path: string, handle: Handler) => [
      client(method, `/v1${path}`, handle),
      client(method, path, handle),
    ];
    return [
      ...openAI('POST', '/chat/completions', handlers.chat),
      ...openAI('POST', '/completions', handlers.completions),
      ...openAI('POST', '/embeddings', handlers.embeddings),
      ...openAI('POST', '/images/generations', handlers.imageGenerations),
      ...openAI('POST', '/images/edits', handlers.imageEdits),
      ...openAI('POST', '/audio/speech', handlers.speech),
      ...openAI('GET', '/models', handlers.listModels),
      client('GET', '/models/**:id', handlers.getModel),
      client('', '/v1/models/**:id', modelOrCall(handlers)),
      client('', '/v1/tunedModels/**:id', modelOrCall(handlers)),
      // Google's own API. OpenAI has the rest of `/v1`.
      ...['/v1beta', '/v1beta1', '/v1alpha'].flatMap((version) => [
        client('', `${version}/**`, handlers.native),
        client('', `/upload${version}/**`, handlers.native),
        client('', `/gemini${version}/**`, handlers.native),
        client('', `/gemini/upload${version}/**`, handlers.native),
      ]),
      client('', '/gemini/v1/**', handlers.native),
      client('', '/gemini/upload/v1/**', handlers.native),
      client('', '/upload/v1/**', handlers.native),
    ];
  };
  return [
    row('open', 'GET', '/health', handlers.health),
    row('open', 'GET', '/ready', handlers.ready),
    row('owner', 'GET', '/metrics', handlers.metrics),
    row('owner', '', '/metrics', nothing),
    ...admin,
    row('owner', '', '/api/**', nothing),
    row('owner', '', '/api/try/**', handlers.tryModels),
    // Nothing is there: KoboldAI's clients ask, and are told so.
    row('open', '', '/api/v1/**', noKobold),
    row('open', '', '/api/extra/**', noKobold),
    row('client', 'POST', '/api/vector/query', handlers.vectorQuery),
    row('client', 'POST', '/api/vector/insert', handlers.vectorInsert),
    row('client', '', '/api/vector/**', nothing),
    row('site', 'POST', '/sillytavern/status', handlers.tavernStatus),
    row('site', 'POST', '/sillytavern/generate', handlers.tavernGenerate),
    row('site', '', '/sillytavern/**', nothing),
    row('client', '', '/ws/**', handlers.live),
    row('client', '', '/gemini/ws/**', handlers.live),
    row('client', '', '/aistudio/ws/**', handlers.live),
    row('client', '', '/aistudio/gemini/ws/**', handlers.live),
    ...models(''),
    ...models('/aistudio', 'aistudio'),
    ...models('/vertex', 'vertex'),
  ];
}
