/** `/api/*`: what the config page calls. The gate says who may do what. */
import { Hono } from 'hono/tiny';
import { isSettingName, SettingError } from '../../contract/settings/table.ts';
import type { PowerView, SignedIn } from '../../contract/status.ts';
import { audienceOf } from '../access/gate.ts';
import { openedBy } from '../access/password.ts';
import { ProxyError } from '../errors.ts';
import { required } from '../input/issue-words.ts';
import type { Caller } from '../ports.ts';
import type { AppEnv, Services } from '../services.ts';
import { routedPath } from '../utils/net/path.ts';
import { requestTo } from '../utils/web/request-bytes.ts';
import { backupRoutes } from './backup/routes.ts';
import { clientRoutes } from './clients/routes.ts';
import { keyRoutes } from './keys/routes.ts';
import { logRoutes } from './log-routes.ts';
import { modelViews } from './models.ts';
import { readBody, readStatsQuery } from './read-body.ts';
import { siteRoutes } from './sites/routes.ts';
import { statusView } from './status.ts';

/** @param answer answers a request of the model API for a caller. */
export function adminRoutes(
  services: Services,
  answer: (request: Request, caller: Caller) => Response | Promise<Response>,
): Hono<AppEnv> {
  const { settings, shell, stats, ports, access } = services;
  const { clock } = ports;
  const api = new Hono<AppEnv>();

  api.use(async (c, next) => {
    await next();
    c.header('cache-control', 'no-store');
  });
  // Open: what is shown is a one-time code. It stands where a password does, so that a wrong one counts as one.
  api.post('/login', (c) => {
    if (c.env.caller.trust === 'site') throw new ProxyError('unknown_path', { method: 'POST', path: c.req.path });
    const password = openedBy(c.req.raw, c.env.caller, shell.loginThrottle, access.redeem);
    if (password === undefined) throw new ProxyError('invalid_api_key');
    return c.json({ password } satisfies SignedIn);
  });
  api.get('/power', (c) => c.json({ power: c.get('power') } satisfies PowerView));

  api.get('/status', (c) => c.json(statusView(services)));

  api.route('/keys', keyRoutes(services));
  api.route('/clients', clientRoutes(services));

  api.route('/log', logRoutes(services));
  api.route('/backup', backupRoutes(services));
  if (shell.sites) api.route('/sites', siteRoutes(services, shell.sites));

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

  api.get('/stats', async (c) => c.json(await stats.query(readStatsQuery(c.req.query(), clock.now()))));

  api.get('/models', async (c) => c.json(await modelViews(services, c.req.raw.signal)));

  api.get('/settings', (c) => c.json(settings.view()));
  api.put('/settings/:name', async (c) => {
    const name = settingName(c.req.param('name'));
    const body = await readBody(c.req.raw);
    if (typeof body !== 'object' || body === null || !('value' in body)) {
      throw new ProxyError('invalid_value', { field: 'value', reason: required });
    }
    try {
      await settings.set(name, body.value);
    } catch (error) {
      if (error instanceof SettingError) throw new ProxyError('invalid_value', { field: name, reason: error.allowed });
      throw error;
    }
    return c.json(settings.view());
  });
  api.delete('/settings/:name', async (c) => {
    await settings.reset(settingName(c.req.param('name')));
    return c.json(settings.view());
  });
  return api;
}

const owner: Caller = { id: 'hajimi', trust: 'owner' };

function settingName(name: string) {
  if (!isSettingName(name)) throw new ProxyError('not_found', { what: `setting "${name}"` });
  return name;
}
