/** `/sillytavern/*`: what the script in SillyTavern's page passes on instead of letting the page call its own server. */
import type { Handler } from '../../context.ts';
import { ProxyError } from '../../errors.ts';
import type { Exchange } from '../../exchange.ts';
import { isObject } from '../../utils/json/json.ts';
import { readJson } from '../delivery/read-json.ts';
import type { ModelApi } from './call.ts';
import { type TavernDeps, tavernGenerate } from './generate/generate.ts';
import { tavernStatus } from './status.ts';
import type { TavernBody } from './wire.ts';

/** "Connect". @param models what stands behind these routes is nothing but other routes */
export const tavernStatusRoute =
  (models: ModelApi): Handler =>
  async (exchange) =>
    tavernStatus(await readBody(exchange), exchange, models);

/** "Send". */
export const tavernGenerateRoute =
  (deps: TavernDeps, models: ModelApi): Handler =>
  async (exchange, context) =>
    tavernGenerate(deps, await readBody(exchange), exchange, context, models);

async function readBody(exchange: Exchange): Promise<TavernBody> {
  const body = await readJson(exchange);
  if (!isObject(body))
    throw new ProxyError('invalid_value', {
      field: 'body',
      reason: { en: 'must be a JSON object', zh: '必须是 JSON 对象' },
    });
  return body;
}
