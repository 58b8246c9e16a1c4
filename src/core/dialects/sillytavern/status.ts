/** The answer to SillyTavern's "Connect": the models to choose from. */

import { bestFirst } from '../../models/best-first.ts';
import { isObject } from '../../utils/json/json.ts';
import { dialectOf, endpoint, headersFor } from './call.ts';
import type { TavernBody } from './wire.ts';

/**
 * @param answer asks Hajimi's own API.
 * @returns `{ data: [{ id, ... }] }`, best first: the page takes the first where it has no model, or one that is not in
 *   the list. A refusal passes as it is, for the page to show that there is no connection.
 */
export async function tavernStatus(
  body: TavernBody,
  page: Request,
  answer: (request: Request) => Promise<Response>,
): Promise<Response> {
  const dialect = dialectOf(body);
  const url = endpoint(body, dialect, '/models');
  const response = await answer(new Request(url, { headers: headersFor(body, page.headers), signal: page.signal }));
  if (!response.ok) return response;
  const list: unknown = await response.json();
  const { data, models } = isObject(list) ? list : {};
  return Response.json({ object: 'list', data: bestFirst(dialect === 'google' ? generating(models) : listed(data)) });
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
