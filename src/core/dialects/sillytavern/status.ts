/** The answer to SillyTavern's "Connect": the models to choose from. */
import { type Exchange, jsonReply, type Reply } from '../../exchange.ts';
import { bestFirst } from '../../models/best-first.ts';
import { isObject } from '../../utils/json/json.ts';
import { dialectOf, endpoint, isOk, jsonOf, type ModelApi, modelCall } from './call.ts';
import type { TavernBody } from './wire.ts';

/**
 * @param api Hajimi's own.
 * @returns `{ data: [{ id, ... }] }`, best first: the page takes the first where it has no model, or one that is not in
 *   the list. A refusal passes as it is, for the page to show that there is no connection.
 */
export async function tavernStatus(body: TavernBody, page: Exchange, api: ModelApi): Promise<Reply> {
  const dialect = dialectOf(body);
  const reply = await api(modelCall(page, body, endpoint(body, dialect, '/models')));
  if (!isOk(reply)) return reply;
  const list = await jsonOf(reply);
  const { data, models } = isObject(list) ? list : {};
  return jsonReply({ object: 'list', data: bestFirst(dialect === 'google' ? generating(models) : listed(data)) });
}

interface Listed {
  readonly id: string;
  readonly [field: string]: unknown;
}

function listed(data: unknown): Listed[] {
  const isListed = (model: unknown): model is Listed => isObject(model) && typeof model.id === 'string';
  return Array.isArray(data) ? data.filter(isListed) : [];
}

/** Google's models with the ids that the page chooses from, without those that only embed or draw. */
function generating(models: unknown): Listed[] {
  if (!Array.isArray(models)) return [];
  return models.filter(isObject).flatMap((model) => {
    const { name, supportedGenerationMethods: methods } = model;
    if (typeof name !== 'string' || (Array.isArray(methods) && !methods.includes('generateContent'))) return [];
    return [{ ...model, id: name.replace(/^models\//, '') }];
  });
}
