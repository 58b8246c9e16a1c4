/** Every route on one screen: method, path, who may, and what answers. What stands in no row is refused. */
import type { Audience } from './access/gate.ts';
import type { Handler } from './context.ts';
import { listNativeModels } from './dialects/gemini/list-models.ts';
import { type NativeDeps, native } from './dialects/gemini/routes.ts';
import { type SpeechDeps, speech } from './dialects/openai/audio/speech.ts';
import { type ChatDeps, chat } from './dialects/openai/chat/chat.ts';
import { textForm } from './dialects/openai/chat/chat-form.ts';
import { type EmbeddingsDeps, embeddings } from './dialects/openai/embeddings/embeddings.ts';
import { type ImagesDeps, imageEdits, imageGenerations } from './dialects/openai/images/images.ts';
import { getModel, listModels } from './dialects/openai/models/models.ts';
import { type TavernRoutesDeps, tavernGenerateRoute, tavernStatusRoute } from './dialects/sillytavern/routes.ts';
import { vectorHandlers } from './dialects/sillytavern/vectors/routes.ts';
import { ProxyError } from './errors.ts';
import type { Side } from './google/endpoints/provider.ts';
import { isFreeCall } from './google/free-calls.ts';
import { readNativePath } from './google/paths.ts';
import type { Route } from './router.ts';
import { noWebSocket, type ShellHandlersDeps, shellHandlers } from './shell-handlers.ts';

/** What the dialects are made of. */
export type RouteDeps = ChatDeps &
  EmbeddingsDeps &
  ImagesDeps &
  SpeechDeps &
  ShellHandlersDeps &
  Omit<NativeDeps, 'listModels'> &
  Omit<TavernRoutesDeps, 'chat'> & {
    /** The rows of `/api` that the config page calls. */
    readonly admin: readonly Route[];
  };

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
  (native: Handler, getModel: Handler): Handler =>
  (exchange, context, params) => {
    if (readNativePath(exchange.path) !== undefined) return native(exchange, context, params);
    const isGet = exchange.method === 'GET' || exchange.method === 'HEAD';
    return (isGet && !exchange.path.includes('/tunedModels/') ? getModel : nothing)(exchange, context, params);
  };

export function routeTable(deps: RouteDeps): readonly Route[] {
  const { driver, models } = deps;
  const { health, ready, metrics } = shellHandlers(deps);
  const vectors = vectorHandlers(deps);
  const tavern = { ...deps, chat: chat(deps) };
  const live = noWebSocket(deps.shell.kind);
  return [
    row('open', 'GET', '/health', health),
    row('open', 'GET', '/ready', ready),
    row('owner', 'GET', '/metrics', metrics),
    row('owner', '', '/metrics', nothing),
    ...deps.admin,
    row('owner', '', '/api/**', nothing),
    // Nothing is there: KoboldAI's clients ask, and are told so.
    row('open', '', '/api/v1/**', noKobold),
    row('open', '', '/api/extra/**', noKobold),
    modelCall('client', '/api/vector/query', vectors.query),
    modelCall('client', '/api/vector/insert', vectors.insert),
    row('client', '', '/api/vector/**', nothing),
    row('site', 'POST', '/sillytavern/status', tavernStatusRoute(tavern)),
    modelCall('site', '/sillytavern/generate', tavernGenerateRoute(tavern)),
    row('site', '', '/sillytavern/**', nothing),
    row('client', '', '/ws/**', live),
    row('client', '', '/gemini/ws/**', live),
    row('client', '', '/aistudio/ws/**', live),
    row('client', '', '/aistudio/gemini/ws/**', live),
    ...onEachSide([
      ...openAI('/chat/completions', driver.serve(chat(deps))),
      ...openAI('/completions', driver.serve(chat(deps, textForm))),
      ...openAI('/embeddings', embeddings(deps)),
      ...openAI('/images/generations', imageGenerations(deps)),
      ...openAI('/images/edits', imageEdits(deps)),
      ...openAI('/audio/speech', speech(deps)),
      row('client', 'GET', '/v1/models', listModels(models)),
      row('client', 'GET', '/models', listModels(models)),
      row('client', 'GET', '/models/**:id', getModel(models)),
      ...googles(native({ ...deps, listModels: listNativeModels(models) }), getModel(models)),
    ]),
  ];
}

const row = (audience: Audience, method: string, path: string, handle: Handler): Route => ({
  ...{ audience, method, path, handle },
  isModelCall: false,
});

const modelCall = (audience: Audience, path: string, handle: Handler): Route => ({
  ...row(audience, 'POST', path, handle),
  isModelCall: true,
});

/** A client may write `/v1` or leave it out. */
const openAI = (path: string, handle: Handler): readonly Route[] =>
  [`/v1${path}`, path].map((one) => modelCall('client', one, handle));

/** Google's own API. OpenAI has the rest of `/v1`. */
function googles(google: Handler, getModel: Handler): readonly Route[] {
  const any = (path: string, handle = google): Route => ({
    ...row('client', '', path, handle),
    isModelCall: (asked) => !isFreeCall(asked),
  });
  return [
    any('/v1/models/**:id', modelOrCall(google, getModel)),
    any('/v1/tunedModels/**:id', modelOrCall(google, getModel)),
    any('/upload/v1/**'),
    any('/gemini/v1/**'),
    any('/gemini/upload/v1/**'),
    ...['/v1beta', '/v1beta1', '/v1alpha'].flatMap((version) => [
      any(`${version}/**`),
      any(`/upload${version}/**`),
      any(`/gemini${version}/**`),
      any(`/gemini/upload${version}/**`),
    ]),
  ];
}

/** Under `/aistudio` and `/vertex` the credentials of that side alone answer. */
const onEachSide = (routes: readonly Route[]): readonly Route[] => [
  ...routes,
  ...(['aistudio', 'vertex'] satisfies Side[]).flatMap((side) =>
    routes.map((route) => ({ ...route, path: `/${side}${route.path}`, side })),
  ),
];
