/** A request in Gemini's own dialect with the model that is meant in its path, and its body shaped for it. */
import { unreadableModel } from '../../../models/resolve.ts';
import type { Services } from '../../../services.ts';
import { canonicalPath } from '../../../utils/net/canonical-path.ts';
import { readText, requestTo } from '../../../utils/web/request-bytes.ts';
import { shapeNative } from './transforms.ts';

type Deps = Pick<Services, 'settings' | 'models'>;

/** `models/{model}:{method}` at the end of a path. */
const MODEL_CALL = /\/models\/([^/:]+)(?::(\w+))?$/;

export interface ShapedRequest {
  /** At its canonical address; the very request, its body unread, where nothing is to be changed. */
  readonly request: Request;
  /** Google's id of the model that the path names, which the owner allows; empty where it names none. */
  readonly model: string;
}

/**
 * @throws {ProxyError} `model_not_found` for a model that the owner does not allow; `invalid_value` for a path that can be
 *   read in two ways; `unsupported` as `shapeRequest`.
 */
export async function shapeNativeRequest(services: Deps, request: Request): Promise<ShapedRequest> {
  const url = new URL(request.url);
  const path = canonicalPath(url.pathname);
  const [end = '', name, method] = MODEL_CALL.exec(path) ?? [];
  const asked = name === undefined ? '' : decoded(name);
  const { model, shape } = name === undefined ? { model: '' } : shapeNative(services, { model: asked, method });
  if (shape === undefined && model === asked && path === url.pathname) return { request, model };
  const action = method === undefined ? '' : `:${method}`;
  url.pathname =
    name === undefined ? path : `${path.slice(0, -end.length)}/models/${encodeURIComponent(model)}${action}`;
  if (shape === undefined) return { request: await requestTo(url, request), model };
  const text = await readText(request);
  return { request: await requestTo(url, request, text === '' ? '' : shape(text)), model };
}

/** @throws {ProxyError} `invalid_value` */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    throw unreadableModel();
  }
}
