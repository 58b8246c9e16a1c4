/** A request in Gemini's own dialect with the model that is meant in its path, and its body shaped for it. */
import { resolveModel, unreadableModel } from '../../guard/resolve-model.ts';
import type { Services } from '../../services.ts';
import { shapeNative } from './native.ts';

type Deps = Pick<Services, 'settings' | 'models'>;

/** `models/{model}:{method}` at the end of a path. */
const MODEL_CALL = /\/models\/([^/:]+)(?::(\w+))?\/*$/;
/** Google's other ways to have a model write, which name it in the body: interactions, and OpenAI's dialect. */
const MODEL_IN_BODY = /\/(?:interactions|openai\/.+)$/;

/**
 * The same request, its body unread, where nothing is to be changed.
 * @throws {ProxyError} `model_not_found` for a model that the owner does not allow; `unsupported` as `shapeRequest`.
 */
export async function shapeNativeRequest(services: Deps, request: Request): Promise<Request> {
  const url = new URL(request.url);
  // Google reads escaped marks like plain ones, so a rule about a model must not be passed by in that way.
  const path = url.pathname.replace(/%3a/gi, ':').replace(/%2f/gi, '/');
  const [end = '', name, method] = MODEL_CALL.exec(path) ?? [];
  if (name === undefined) return MODEL_IN_BODY.test(path) ? checkBody(services, request) : request;
  const asked = decoded(name);
  const { model, shape } = shapeNative(services, { model: asked, method });
  if (shape === undefined && model === asked && path === url.pathname) return request;
  const action = method === undefined ? '' : `:${method}`;
  url.pathname = `${path.slice(0, -end.length)}/models/${encodeURIComponent(model)}${action}`;
  if (request.body === null || shape === undefined) return withBody(request, url, request.body);
  return withBody(request, url, shape(await request.text()));
}

/** @throws {ProxyError} `invalid_value` */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    throw unreadableModel();
  }
}

/** Nothing of these bodies is changed; they are only looked into where there is a rule to break. */
async function checkBody({ settings, models }: Deps, request: Request): Promise<Request> {
  const rules = { ...settings.current(), modelAliases: [] };
  const { whitelistModels, blockedModels, modelsOf } = rules;
  const hasRules = whitelistModels.length > 0 || blockedModels.length > 0 || modelsOf !== undefined;
  if (request.body === null || !hasRules) return request;
  const body = await request.text();
  for (const [, model = ''] of body.matchAll(/"model"\s*:\s*"([^"]*)"/g)) {
    resolveModel(model, rules, models.knows);
  }
  return withBody(request, new URL(request.url), body);
}

function withBody({ method, headers, signal }: Request, url: URL, body: string | ReadableStream | null): Request {
  const kept = new Headers(headers);
  kept.delete('content-length');
  // A stream as a body needs `duplex`, which the types of the web do not know yet.
  return new Request(url, { method, headers: kept, signal, body, ...{ duplex: 'half' } });
}
