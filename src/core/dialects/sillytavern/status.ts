/** The answer to SillyTavern's "Connect": the models to choose from. */
import type { RequestContext } from '../../context.ts';
import { jsonReply, type Reply } from '../../exchange.ts';
import type { ModelCatalog } from '../../google/model-catalog.ts';
import { bestFirst } from '../../models/best-first.ts';
import type { Model } from '../../models/model.ts';
import { isUseful, modelId, offeredModels } from '../../models/offered-models.ts';
import { encodeModels } from '../openai/models/encode.ts';
import type { TavernCall } from './call.ts';

/**
 * @returns `{ data: [{ id, ... }] }`, best first: the page takes the first where it has no model, or one that is not in
 *   the list.
 */
export async function tavernStatus(
  models: Pick<ModelCatalog, 'list'>,
  { dialect }: Pick<TavernCall, 'dialect'>,
  { settings, kinds, ending }: RequestContext,
): Promise<Reply> {
  const listed = await models.list(ending, kinds);
  const data: readonly { readonly id: string }[] =
    dialect === 'google'
      ? generating(offeredModels(listed, settings))
      : encodeModels(offeredModels(listed.filter(isUseful), settings)).data;
  return jsonReply({ object: 'list', data: bestFirst(data) });
}

/** Google's models with the ids that the page chooses from, without those that only embed or draw. */
const generating = (models: readonly Model[]) =>
  models
    .filter(({ supportedGenerationMethods: methods }) => !Array.isArray(methods) || methods.includes('generateContent'))
    .map((model) => ({ ...model, id: modelId(model) }));
