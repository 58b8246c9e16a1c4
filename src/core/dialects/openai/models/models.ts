/** `GET /v1/models` and `GET /v1/models/{id}`. */
import type { Handler } from '../../../context.ts';
import { jsonReply } from '../../../exchange.ts';
import type { ModelCatalog } from '../../../google/model-catalog.ts';
import { isUseful, modelId, offeredModels } from '../../../models/offered-models.ts';
import { checkModelName, resolveModel } from '../../../models/resolve.ts';
import { encodeModel, encodeModels } from './encode.ts';

export const listModels =
  (models: ModelCatalog): Handler =>
  async (_, { settings, kinds, ending }) => {
    const useful = (await models.list(ending, kinds)).filter(isUseful);
    return jsonReply(encodeModels(offeredModels(useful, settings)));
  };

/** It throws `model_not_found` also for a model that the owner does not allow. */
export const getModel =
  (models: ModelCatalog): Handler =>
  async (_, { settings, kinds, ending }, { id = '' }) => {
    checkModelName(id);
    // The list first: what it names by itself is not read as a suffix.
    const offered = offeredModels(await models.list(ending, kinds), settings);
    const { asked, model } = resolveModel(id, settings, models.knows);
    const listed = offered.find((one) => modelId(one) === asked) ?? (await models.get(model, ending, kinds));
    return jsonReply(encodeModel({ ...listed, name: asked }));
  };
