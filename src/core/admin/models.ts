/** `GET /api/models`: what Google offers, what each model can do, and whether clients may use it. */

import type { Handlers } from '../../contract/endpoint.ts';
import type { Endpoints } from '../../contract/endpoints.ts';
import type { ModelAbility, ModelView } from '../../contract/models.ts';
import { modelLimit } from '../../contract/settings/model-limits.ts';
import type { ModelCatalog } from '../google/model-catalog.ts';
import type { Model } from '../models/model.ts';
import { canSearch, modelId } from '../models/offered-models.ts';
import { isAllowedModel } from '../models/resolve.ts';
import { capabilitiesOf } from '../models/series.ts';
import type { Pool } from '../pool/pool.ts';
import type { SettingsStore } from '../settings/store.ts';
import type { Ending } from '../utils/ending.ts';
import type { AdminContext } from './endpoint.ts';

export interface ModelDeps {
  readonly models: Pick<ModelCatalog, 'list'>;
  readonly settings: Pick<SettingsStore, 'current'>;
  readonly pool: Pick<Pool, 'requestsToday'>;
}

export const modelHandlers = (deps: ModelDeps): Handlers<Endpoints['models'], AdminContext> => ({
  list: (_, { ending }) => modelViews(deps, ending),
});

/** @throws {ProxyError} when no key could tell. */
async function modelViews({ models, settings, pool }: ModelDeps, ending: Ending): Promise<ModelView[]> {
  const rules = settings.current();
  const listed = await models.list(ending);
  const extra = rules.extraModels.filter((id) => !listed.some((model) => modelId(model) === id));
  const all = [...listed, ...extra.map((id): Model => ({ name: `models/${id}` }))];
  return all.map((model) => {
    const { displayName, inputTokenLimit, outputTokenLimit } = model;
    const id = modelId(model);
    const limitToday = modelLimit(rules.modelDailyLimits, id);
    return {
      id,
      ...(displayName !== undefined && { displayName }),
      ...(inputTokenLimit !== undefined && { inputTokenLimit }),
      ...(outputTokenLimit !== undefined && { outputTokenLimit }),
      abilities: abilitiesOf(model),
      allowed: isAllowedModel(id, rules),
      requestsToday: pool.requestsToday(id),
      ...(limitToday !== undefined && { limitToday }),
    };
  });
}

function abilitiesOf(model: Model): ModelAbility[] {
  const methods = model.supportedGenerationMethods ?? ['generateContent'];
  const { output, thinking } = capabilitiesOf(modelId(model));
  const generates = methods.includes('generateContent');
  const rows: Array<[ModelAbility, boolean]> = [
    ['chat', generates && output === 'text'],
    ['image', (generates && output === 'image') || methods.includes('predict')],
    ['speech', generates && output === 'speech'],
    ['embed', methods.some((method) => method.includes('mbedContent'))],
    ['search', canSearch(model)],
    // Google says it of each model; the name only has to do where it does not.
    ['thinking', generates && (model.thinking ?? thinking.kind !== 'none')],
  ];
  return rows.filter(([, can]) => can).map(([ability]) => ability);
}
