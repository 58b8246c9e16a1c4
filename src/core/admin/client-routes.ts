/** `/api/clients`: those who call the relay with a password of their own. */
import { Hono } from 'hono/tiny';
import type { NamedClient } from '../guard/client-record.ts';
import { readJson } from '../http/read-json.ts';
import type { AppEnv, Services } from '../services.ts';
import { readClientName, readClientPatch } from './read-client.ts';
import type { ClientView } from './types.ts';

export function clientRoutes({ clients }: Pick<Services, 'clients'>): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();

  routes.get('/', (c) => c.json(clients.list().map(viewOf)));
  // The two answers of the API with a password in them: it was made just now.
  routes.post('/', async (c) => {
    const { client, password } = await clients.add(readClientName(await readJson(c.req.raw)));
    return c.json({ client: viewOf(client), password });
  });
  routes.post('/:name/password', async (c) => {
    const { client, password } = await clients.renewPassword(c.req.param('name'));
    return c.json({ client: viewOf(client), password });
  });
  routes.patch('/:name', async (c) => {
    const { enabled } = readClientPatch(await readJson(c.req.raw));
    return c.json(viewOf(await clients.enable(c.req.param('name'), enabled)));
  });
  routes.delete('/:name', async (c) => {
    await clients.remove(c.req.param('name'));
    return c.body(null, 204);
  });
  return routes;
}

/** Without the hash, which a page has no use for. */
const viewOf = ({ hash: _, ...view }: NamedClient): ClientView => view;
