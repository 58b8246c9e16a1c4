/** `/api/sites`: which web sites may use the pool, and how much of it. Only where web pages ask. */
import { Hono } from 'hono/tiny';
import type { Site, SiteView } from '../../../contract/sites.ts';
import type { Sites } from '../../access/sites.ts';
import { ProxyError } from '../../errors.ts';
import type { AppEnv, Services } from '../../services.ts';
import { patchAllowance } from '../clients/client-quota-patch.ts';
import { readBody } from '../read-body.ts';
import { readSite, readSitePatch } from './read-site.ts';

export function siteRoutes({ allowances }: Pick<Services, 'allowances'>, sites: Sites): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  const viewOf = (site: Site): SiteView => ({ ...site, ...allowances.of(site.origin) });

  routes.get('/', async (c) => c.json((await sites.list()).map(viewOf)));
  routes.get('/one', async (c) => c.json(viewOf(await sites.get(readSite(c.req.query())))));
  routes.post('/', async (c) => c.json(viewOf(await sites.allow(readSite(await readBody(c.req.raw))))));
  routes.patch('/', async (c) => {
    const { origin, takeOver, ...patch } = readSitePatch(await readBody(c.req.raw));
    const site = takeOver === undefined ? await sites.get(origin) : await sites.takeOver(origin, takeOver);
    if (site.state === 'off') throw new ProxyError('not_found', { what: `site "${origin}"` });
    await patchAllowance(allowances, origin, patch);
    return c.json(viewOf(site));
  });
  routes.post('/revoke', async (c) => {
    const origin = readSite(await readBody(c.req.raw));
    await sites.revoke(origin);
    await allowances.set(origin, {});
    return c.body(null, 204);
  });
  return routes;
}
