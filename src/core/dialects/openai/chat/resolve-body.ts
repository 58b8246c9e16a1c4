/** The model that a request's body names, and the body as it is decoded: with the model that is meant. */
import { type ModelRules, type ResolvedModel, resolveModel } from '../../../models/resolve.ts';
import { isObject } from '../../../utils/json/json.ts';

export interface ResolvedBody {
  readonly body: unknown;
  readonly resolved: ResolvedModel;
}

/**
 * A body without a readable model passes as it is: its decoder says best what is wrong with it.
 * @param knows whether Google lists a model of exactly this id
 * @throws {ProxyError} `model_not_found` for a model that the owner does not allow.
 */
export function resolveBody(body: unknown, rules: ModelRules, knows: (model: string) => boolean): ResolvedBody {
  if (!isObject(body) || typeof body.model !== 'string' || body.model === '') {
    return { body, resolved: { asked: '', model: '', search: false } };
  }
  const resolved = resolveModel(body.model, rules, knows);
  const isAsMeant = body.model === resolved.model;
  return { body: isAsMeant ? body : { ...body, model: resolved.model }, resolved };
}
