/** Which models a client is shown: what Google has, as far as the owner allows it, and what the owner adds. */

import { isGlob } from '../utils/glob.ts';
import type { Model } from './model.ts';
import { isAllowedModel, type ModelRules, resolveModel } from './resolve.ts';
import { capabilitiesOf } from './series.ts';

/** The settings of the same names. */
export interface OfferSettings extends ModelRules {
  readonly searchMode: boolean;
  readonly extraModels: readonly string[];
}

/** In Google's order, each followed by its `-search` variant where that is wanted; then what only the settings name. */
export function offeredModels(models: readonly Model[], settings: OfferSettings): Model[] {
  const offered = new Map<string, Model>();
  const offer = (id: string, base: string, model: Model) => {
    if (isAllowedModel(base, settings, id) && !offered.has(id)) offered.set(id, { ...model, name: `models/${id}` });
  };
  const offerBoth = (id: string, model: Model) => {
    offer(id, id, model);
    if (settings.searchMode && canSearch(model)) offer(`${id}-search`, id, variantOf(model));
  };
  for (const model of models) offerBoth(modelId(model), model);
  for (const id of settings.extraModels) offerBoth(id, { name: `models/${id}` });
  // A pattern is no name that a client could choose.
  for (const alias of settings.modelAliases.map((pair) => pair.slice(0, pair.indexOf('=')))) {
    if (isGlob(alias)) continue;
    const { model: id } = resolveModel(alias, {
      modelAliases: settings.modelAliases,
      whitelistModels: [],
      blockedModels: [],
    });
    offer(alias, id, models.find((model) => modelId(model) === id) ?? { name: `models/${id}` });
  }
  return [...offered.values()];
}

export const modelId = ({ name }: Pick<Model, 'name'>): string => name.replace(/^models\//, '');

/** Whether one of OpenAI's endpoints can call it. */
export const isUseful = ({ supportedGenerationMethods: methods }: Model): boolean =>
  methods === undefined || methods.some((method) => USEFUL.has(method));

const USEFUL: ReadonlySet<string> = new Set(['generateContent', 'embedContent', 'predict']);

/** Whether a `-search` variant makes sense. */
export function canSearch(model: Model): boolean {
  const methods = model.supportedGenerationMethods;
  return capabilitiesOf(modelId(model)).search && (methods === undefined || methods.includes('generateContent'));
}

const variantOf = (model: Model): Model =>
  model.displayName === undefined ? model : { ...model, displayName: `${model.displayName} (search)` };
