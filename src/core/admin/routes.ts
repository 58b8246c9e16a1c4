/** `/api/*` in the app's router. The gate says who may do what. */
import { Hono } from 'hono/tiny';
import { audienceOf } from '../access/gate.ts';
import { openedBy } from '../access/password.ts';
import { readJson } from '../dialects/delivery/read-json.ts';
import { ProxyError } from '../errors.ts';
import { checkBody } from '../input/check-body.ts';
import type { Caller } from '../ports.ts';
import type { AppEnv, Services } from '../services.ts';
import { routedPath } from '../utils/net/path.ts';
import { requestTo } from '../utils/web/request-bytes.ts';
import { adminEndpoints } from './endpoints.ts';

/** @param answer answers a request of the model API for a caller. */
export function adminRoutes(
  services: Services,
  answer: (request: Request, caller: Caller) => Response | Promise<Response>,
): Hono<AppEnv> {
  const { ports, shell } = services;
  const api = new Hono<AppEnv>();

  api.use(async (c, next) => {
    await next();
    c.header('cache-control', 'no-store');
  });
  for (const route of adminEndpoints({ ...services, sites: shell.sites, clock: ports.clock })) {
    const { method, path, body, handle } = route;
    api.on(method, path.slice('/api'.length), async (c) => {
      const { raw } = c.req;
      const { caller } = c.env;
      const output = await handle(
        {
          params: c.req.param(),
          query: new URL(raw.url).searchParams,
          body: body && checkBody(body.schema, await readJson(raw, body.limit)),
        },
        {
          caller,
          power: c.get('power'),
          signal: raw.signal,
          opened: (opens) => openedBy(raw, caller, shell.loginThrottle, opens),
        },
      );
      return output === undefined ? c.body(null, 204) : c.json(output);
    });
  }

  // The page tries the model API without knowing its password, which may be another than the owner's. Who showed that of the
  // model API is a client there as well.
  api.all('/try/*', async (c) => {
    const url = new URL(c.req.url);
    url.pathname = url.pathname.slice('/api/try'.length);
    // What the owner may do stands at one address only, so that one rule can be told for it.
    if (audienceOf(routedPath({ url: url.href })) !== 'client') {
      throw new ProxyError('unknown_path', { method: c.req.method, path: c.req.path });
    }
    return answer(await requestTo(url, c.req.raw), c.get('power') === 'owner' ? owner : c.env.caller);
  });
  return api;
}

const owner: Caller = { id: 'hajimi', trust: 'owner' };
