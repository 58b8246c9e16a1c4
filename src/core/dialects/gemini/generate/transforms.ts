/** The same steps for a request in Gemini's own dialect, which otherwise passes as it is. */
import type { InForce } from '../../../../contract/settings/table.ts';
import { ProxyError } from '../../../errors.ts';
import type { RequestHead } from '../../../exchange.ts';
import { wantsPadding, withPadding } from '../../../google/transforms/padding.ts';
import { withSafety } from '../../../google/transforms/safety.ts';
import { needsShape, shapeRequest } from '../../../google/transforms/transforms.ts';
import type { GenerateContentRequest, Part } from '../../../google/wire.ts';
import { type ResolvedModel, resolveModel } from '../../../models/resolve.ts';
import type { Random } from '../../../ports.ts';
import { camelKeys, isObject } from '../../../utils/json/json.ts';
import { checkDepth } from '../../../utils/json/json-depth.ts';

export interface NativeShape {
  /** Google's id, to be asked in place of the one in the path. */
  readonly model: string;
  /** Makes the body that is sent; absent where the client's own may pass unread. */
  readonly shape?: (json: string) => string;
}

/**
 * @param knows whether Google lists a model of exactly this id
 * @param call The model and the method of a path such as `models/gemini-3.8-flash-search:generateContent`.
 * @throws {ProxyError} `model_not_found` for a model that the owner does not allow; `shape` throws what `shapeRequest` does.
 */
export function shapeNative(
  current: InForce,
  knows: (model: string) => boolean,
  call: { readonly model: string; readonly method: string | undefined },
): NativeShape {
  const resolved = resolveModel(call.model, current, knows);
  const { model, asked } = resolved;
  const renamed = model !== asked;
  if (!/^(?:stream)?generateContent$/i.test(call.method ?? '')) {
    return { model, ...(renamed && { shape: (json: string) => rewrite(json, (body) => renameModel(body, resolved)) }) };
  }
  if (!renamed && !current.nativeSafety && !needsShape(resolved, current)) return { model };
  const shape = (json: string) =>
    rewrite(json, (body) => {
      const request = shapeRequest(inCamelCase(renameModel(body, resolved)), resolved, current);
      return current.nativeSafety ? withSafety(request, model, current) : request;
    });
  return { model, shape };
}

/** The body with random letters around its prompt, where they are wanted; undefined where it goes as it is. */
export function padNative(
  settings: InForce,
  request: Pick<RequestHead, 'header'>,
  json: string,
  random: Random,
): string | undefined {
  if (!wantsPadding(request, settings)) return undefined;
  const amount = { length: settings.randomStringLength, random };
  return rewrite(json, (body) => withPadding(inCamelCase(body), amount));
}

function rewrite(json: string, change: (body: Record<string, unknown>) => object): string {
  let body: unknown;
  try {
    body = JSON.parse(json);
  } catch {
    throw new ProxyError('invalid_json', { reason: json === '' ? 'the body is empty' : 'syntax error' });
  }
  checkDepth(body);
  // What is no request is for Google to refuse.
  return isObject(body) && !isMalformed(body) ? JSON.stringify(change(body)) : json;
}

const isMalformed = ({ contents = [] }: Record<string, unknown>) =>
  !Array.isArray(contents) ||
  !contents.every((turn) => isObject(turn) && Array.isArray(turn.parts) && turn.parts.every(isObject));

/** Embedding requests name the model in their bodies as well, and Google refuses another than the path's. */
function renameModel(body: Record<string, unknown>, resolved: ResolvedModel): Record<string, unknown> {
  const rename = (value: unknown): unknown =>
    isObject(value) && typeof value.model === 'string' && value.model.replace(/^models\//, '') === resolved.asked
      ? { ...value, model: `models/${resolved.model}` }
      : value;
  const { requests, generateContentRequest } = body;
  return {
    ...(rename(body) as Record<string, unknown>),
    ...(Array.isArray(requests) && { requests: requests.map(rename) }),
    ...(isObject(generateContentRequest) && { generateContentRequest: rename(generateContentRequest) }),
  };
}

/** Google takes both spellings; the steps know one. */
function inCamelCase(body: Record<string, unknown>): GenerateContentRequest {
  const request = camelKeys(body);
  const { generationConfig, tools } = request;
  const contents = (request.contents ?? []) as GenerateContentRequest['contents'];
  const config = isObject(generationConfig) ? camelKeys(generationConfig) : undefined;
  const { thinkingConfig } = config ?? {};
  return {
    ...request,
    contents: contents.map((turn) => ({ ...turn, parts: turn.parts.map((part): Part => camelKeys({ ...part })) })),
    ...(config && {
      generationConfig: { ...config, ...(isObject(thinkingConfig) && { thinkingConfig: camelKeys(thinkingConfig) }) },
    }),
    ...(Array.isArray(tools) && { tools: tools.map((tool) => (isObject(tool) ? camelKeys(tool) : tool)) }),
  };
}
