/** `GET /v1/models` and `GET /v1/models/{id}`. */
import { isUseful, modelId, offeredModels } from '../../../models/offered-models.ts';
import { checkModelName, resolveModel } from '../../../models/resolve.ts';
import type { Services } from '../../../services.ts';
import { jsonResponse } from '../../../utils/web/json-response.ts';
import { encodeModel, encodeModels } from './encode.ts';

export async function listModels({ models, settings }: Services, request: Request): Promise<Response> {
  const useful = (await models.list(request.signal)).filter(isUseful);
  return jsonResponse(encodeModels(offeredModels(useful, settings.current())));
}

/** @throws {ProxyError} `model_not_found`, also for a model that the owner does not allow. */
export async function getModel({ models, settings }: Services, request: Request, id: string): Promise<Response> {
  checkModelName(id);
  // The list first: what it names by itself is not read as a suffix.
  const offered = offeredModels(await models.list(request.signal), settings.current());
  const { asked, model } = resolveModel(id, settings.current(), models.knows);
  const listed = offered.find((one) => modelId(one) === asked) ?? (await models.get(model, request.signal));
  return jsonResponse(encodeModel({ ...listed, name: asked }));
}
