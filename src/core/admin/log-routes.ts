/** `/api/log`: the latest requests of clients, and what was said in one of them. */
import { Hono } from 'hono/tiny';
import { ProxyError } from '../errors.ts';
import type { AppEnv, Services } from '../services.ts';

/** As many as a page can show and a person can read. */
const SHOWN = 200;

export function logRoutes({ requests }: Pick<Services, 'requests'>): Hono<AppEnv> {
  const log = new Hono<AppEnv>();
  log.get('/', (c) => c.json(requests.newest(SHOWN)));
  log.get('/:id', (c) => {
    const found = requests.find(c.req.param('id'));
    if (found === undefined) throw new ProxyError('not_found', { what: 'request in the log' });
    return c.json(found);
  });
  log.delete('/', (c) => {
    requests.clear();
    return c.body(null, 204);
  });
  return log;
}
