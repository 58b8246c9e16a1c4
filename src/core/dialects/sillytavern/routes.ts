/** `/sillytavern/*`: what the script in SillyTavern's page passes on instead of letting the page call its own server. */
import { Hono } from 'hono/tiny';
import { ProxyError } from '../../errors.ts';
import type { Caller } from '../../ports.ts';
import type { AppEnv, Services } from '../../services.ts';
import { isObject } from '../../utils/json/json.ts';
import { readJson } from '../delivery/read-json.ts';
import { tavernGenerate } from './generate/generate.ts';
import { tavernStatus } from './status.ts';
import type { TavernBody } from './wire.ts';

/** @param answer the app's own `fetch`: what stands behind these routes is nothing but other routes. */
export function sillyTavernRoutes(
  services: Services,
  answer: (request: Request, caller: Caller) => Response | Promise<Response>,
): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  routes.post('/status', async (c) =>
    tavernStatus(await readBody(c.req.raw), c.req.raw, async (request) => answer(request, c.env.caller)),
  );
  routes.post('/generate', async (c) =>
    tavernGenerate(services, await readBody(c.req.raw), c.req.raw, async (request) => answer(request, c.env.caller)),
  );
  return routes;
}

async function readBody(request: Request): Promise<TavernBody> {
  const body = await readJson(request);
  if (!isObject(body))
    throw new ProxyError('invalid_value', {
      field: 'body',
      reason: { en: 'must be a JSON object', zh: '必须是 JSON 对象' },
    });
  return body;
}
