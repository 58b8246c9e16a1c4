/** Every route on one screen: method, path, who may, and what answers. What stands in no row is refused. */
import type { Audience } from './access/gate.ts';
import type { Handler } from './context.ts';
import { ProxyError } from './errors.ts';
import type { Side } from './google/endpoints/provider.ts';
import { isFreeCall } from './google/free-calls.ts';
import { readNativePath } from './google/paths.ts';
import type { Route } from './route.ts';

export interface Handlers {
  readonly health: Handler;
  readonly ready: Handler;
  readonly metrics: Handler;
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

/**
 * KoboldAI's clients probe for its API and fall back to OpenAI's only if the answer is not JSON
 * (docs/design/clients.md#addresses).
 */
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
  const row = (audience: Audience, method: string, path: string, handle: Handler): Route => ({
    ...{ audience, method, path, handle },
    isModelCall: false,
  });
  const modelCall = (audience: Audience, path: string, handle: Handler): Route => ({
    ...row(audience, 'POST', path, handle),
    isModelCall: true,
  });
  const models = (prefix: string, side?: Side): Route[] => {
    /** A client may write `/v1` or leave it out. */
    const openAI = (path: string, handle: Handler) =>
      [`/v1${path}`, path].map((one) => ({ ...modelCall('client', prefix + one, handle), side }));
    const client = (method: string, path: string, handle: Handler) => ({
      ...row('client', method, prefix + path, handle),
      side,
    });
    const google = (path: string, handle: Handler = handlers.native) => ({
      ...client('', path, handle),
      isModelCall: (asked: string) => !isFreeCall(asked),
    });
    return [
      ...openAI('/chat/completions', handlers.chat),
      ...openAI('/completions', handlers.completions),
      ...openAI('/embeddings', handlers.embeddings),
      ...openAI('/images/generations', handlers.imageGenerations),
      ...openAI('/images/edits', handlers.imageEdits),
      ...openAI('/audio/speech', handlers.speech),
      client('GET', '/v1/models', handlers.listModels),
      client('GET', '/models', handlers.listModels),
      client('GET', '/models/**:id', handlers.getModel),
      google('/v1/models/**:id', modelOrCall(handlers)),
      google('/v1/tunedModels/**:id', modelOrCall(handlers)),
      // Google's own API. OpenAI has the rest of `/v1`.
      ...['/v1beta', '/v1beta1', '/v1alpha'].flatMap((version) => [
        google(`${version}/**`),
        google(`/upload${version}/**`),
        google(`/gemini${version}/**`),
        google(`/gemini/upload${version}/**`),
      ]),
      google('/gemini/v1/**'),
      google('/gemini/upload/v1/**'),
      google('/upload/v1/**'),
    ];
  };
  return [
    row('open', 'GET', '/health', handlers.health),
    row('open', 'GET', '/ready', handlers.ready),
    row('owner', 'GET', '/metrics', handlers.metrics),
    row('owner', '', '/metrics', nothing),
    ...admin,
    row('owner', '', '/api/**', nothing),
    // Nothing is there: KoboldAI's clients ask, and are told so.
    row('open', '', '/api/v1/**', noKobold),
    row('open', '', '/api/extra/**', noKobold),
    modelCall('client', '/api/vector/query', handlers.vectorQuery),
    modelCall('client', '/api/vector/insert', handlers.vectorInsert),
    row('client', '', '/api/vector/**', nothing),
    row('site', 'POST', '/sillytavern/status', handlers.tavernStatus),
    modelCall('site', '/sillytavern/generate', handlers.tavernGenerate),
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
