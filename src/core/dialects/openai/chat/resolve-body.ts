/** The model that a request's body names, and the body as it is decoded: with the model that is meant. */
import { type ResolvedModel, resolveModel } from '../../../models/resolve.ts';
import type { Services } from '../../../services.ts';
import { isObject } from '../../../utils/json/json.ts';

export interface ResolvedBody {
  readonly body: unknown;
  readonly resolved: ResolvedModel;
}

/**
 * A body without a readable model passes as it is: its decoder says best what is wrong with it.
 * @throws {ProxyError} `model_not_found` for a model that the owner does not allow.
 */
export function resolveBody({ settings, models }: Pick<Services, 'settings' | 'models'>, body: unknown): ResolvedBody {
  if (!isObject(body) || typeof body.model !== 'string' || body.model === '') {
    return { body, resolved: { asked: '', model: '', search: false } };
  }
  const resolved = resolveModel(body.model, settings.current(), models.knows);
  return { body: { ...body, model: resolved.model }, resolved };
}
