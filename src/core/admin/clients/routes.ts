/** `/api/clients`: those who call the relay with a password of their own. */
import { Hono } from 'hono/tiny';
import type { ClientView } from '../../../contract/clients.ts';
import type { NamedClient } from '../../access/clients/client-record.ts';
import type { AppEnv, Services } from '../../services.ts';
import { readBody } from '../read-body.ts';
import { patchAllowance } from './client-quota-patch.ts';
import { readClientPatch, readNewClient } from './read-client.ts';

export function clientRoutes({ clients, allowances }: Pick<Services, 'clients' | 'allowances'>): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  /** Without the hash, which a page has no use for. */
  const viewOf = ({ hash: _, ...client }: NamedClient): ClientView => ({ ...client, ...allowances.of(client.name) });

  routes.get('/', (c) => c.json(clients.list().map(viewOf)));
  // The two answers of the API with a password in them: it was made just now.
  routes.post('/', async (c) => {
    const { name, ...allowance } = readNewClient(await readBody(c.req.raw));
    const { client, password } = await clients.add(name);
    await patchAllowance(allowances, name, allowance);
    return c.json({ client: viewOf(client), password });
  });
  routes.post('/:name/password', async (c) => {
    const { client, password } = await clients.renewPassword(c.req.param('name'));
    return c.json({ client: viewOf(client), password });
  });
  routes.patch('/:name', async (c) => {
    const { enabled, ...patch } = readClientPatch(await readBody(c.req.raw));
    const client = clients.get(c.req.param('name'));
    await patchAllowance(allowances, client.name, patch);
    return c.json(viewOf(enabled === undefined ? client : await clients.enable(client.name, enabled)));
  });
  routes.delete('/:name', async (c) => {
    const name = c.req.param('name');
    await clients.remove(name);
    await allowances.set(name, {});
    return c.body(null, 204);
  });
  return routes;
}
