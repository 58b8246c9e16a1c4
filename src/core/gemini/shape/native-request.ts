/** A request in Gemini's own dialect with the model that is meant in its path, and its body shaped for it. */
import type { Services } from '../../services.ts';
import { shapeNative } from './native.ts';

/** `models/{model}:{method}` at the end of a path. */
const MODEL_CALL = /\/models\/([^/:]+)(?::(\w+))?$/;

/**
 * The same request, its body unread, where nothing is to be changed.
 * @throws {ProxyError} `model_not_found` for a model that the owner does not allow; `unsupported` as `shapeRequest`.
 */
export async function shapeNativeRequest(
  services: Pick<Services, 'settings' | 'models'>,
  request: Request,
): Promise<Request> {
  const url = new URL(request.url);
  const [end = '', name, method] = MODEL_CALL.exec(url.pathname) ?? [];
  if (name === undefined) return request;
  const asked = decodeURIComponent(name);
  const { model, shape } = shapeNative(services, { model: asked, method });
  if (shape === undefined && model === asked) return request;
  const action = method === undefined ? '' : `:${method}`;
  url.pathname = `${url.pathname.slice(0, -end.length)}/models/${encodeURIComponent(model)}${action}`;
  const headers = new Headers(request.headers);
  headers.delete('content-length');
  return new Request(url, {
    method: request.method,
    headers,
    signal: request.signal,
    ...(request.body !== null && shape !== undefined && { body: shape(await request.text()) }),
  });
}
