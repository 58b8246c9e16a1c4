/** `/api/log`: the latest requests of clients, and what was said in one of them. */
import { Hono } from 'hono/tiny';
import { ProxyError } from '../errors.ts';
import type { AppEnv, Services } from '../services.ts';

/** As many as a page can show and a person can read. */
const SHOWN = 200;

export function logRoutes({ requests }: Pick<Services, 'requests'>): Hono<AppEnv> {
  const log = new Hono<AppEnv>();
  log.get('/', async (c) => c.json(await requests.newest(SHOWN)));
  log.get('/:id', async (c) => {
    const found = await requests.find(c.req.param('id'));
    if (found === undefined) throw new ProxyError('not_found', { what: 'request in the log' });
    return c.json(found);
  });
  log.delete('/', async (c) => {
    await requests.clear();
    return c.body(null, 204);
  });
  return log;
}
