/** A request in Gemini's own dialect with the model that is meant in its path, and its body shaped for it. */

import type { InForce } from '../../../../contract/settings/table.ts';
import type { RequestHead } from '../../../exchange.ts';
import { decodeModelName } from '../../../models/resolve.ts';
import { canonicalPath } from '../../../utils/net/canonical-path.ts';
import { shapeNative } from './transforms.ts';

/** `models/{model}:{method}` at the end of a path. */
const MODEL_CALL = /\/models\/([^/:]+)(?::(\w+))?$/;

export interface ShapedRequest {
  /** Canonical, with the model that is meant. */
  readonly path: string;
  /** Google's id of the model that the path names, which the owner allows; empty where it names none. */
  readonly model: string;
  /** Makes the body that is sent; undefined where the client's own may pass unread. */
  readonly shape: ((json: string) => string) | undefined;
}

/**
 * @param knows whether Google lists a model of exactly this id
 * @throws {ProxyError} `model_not_found` for a model that the owner does not allow; `invalid_value` for a path that can be
 *   read in two ways. `shape` throws `unsupported` as `shapeRequest`.
 */
export function shapeNativeRequest(
  request: Pick<RequestHead, 'path'>,
  settings: InForce,
  knows: (model: string) => boolean,
): ShapedRequest {
  const path = canonicalPath(request.path);
  const [end = '', name, method] = MODEL_CALL.exec(path) ?? [];
  if (name === undefined) return { path, model: '', shape: undefined };
  const asked = decodeModelName(name);
  const { model, shape } = shapeNative(settings, knows, { model: asked, method });
  if (shape === undefined && model === asked) return { path, model, shape };
  const action = method === undefined ? '' : `:${method}`;
  return { path: `${path.slice(0, -end.length)}/models/${encodeURIComponent(model)}${action}`, model, shape };
}
