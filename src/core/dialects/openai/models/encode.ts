/** `GET /v1/models` and `/v1/models/{id}` (docs/design/translation.md#models). */
import type { Model as OpenAIModel } from 'openai/resources/models';
import type { Model } from '../../../models/model.ts';

export interface ModelList {
  object: 'list';
  data: OpenAIModel[];
}

/** Google tells no date; clients want a whole number and sort by it at most. */
const CREATED = 0;

/** A model under the id that clients send: without Google's `models/`. */
export function encodeModel(model: Model): OpenAIModel {
  return { id: model.name.replace(/^models\//, ''), object: 'model', created: CREATED, owned_by: 'google' };
}

/** In the order given. */
export function encodeModels(models: readonly Model[]): ModelList {
  return { object: 'list', data: models.map(encodeModel) };
}
