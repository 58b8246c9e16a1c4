import type { ClientView } from '../../../src/contract/clients.ts';
import type { Handlers } from '../../../src/contract/endpoint.ts';
import type { Endpoints } from '../../../src/contract/endpoints.ts';
import { notFound } from './refusal.ts';

/** `/api/clients` over two made-up clients of the relay. */
export function fakeClients(): Handlers<Endpoints['clients']> {
  const clients = new Map(twoClients.map((client) => [client.name, client]));
  const put = (client: ClientView) => {
    clients.set(client.name, client);
    return client;
  };
  const known = (name: string): ClientView => clients.get(name) ?? notFound();
  const password = `hj-${'4f2a'.repeat(8)}`;
  return {
    list: () => [...clients.values()],
    add: ({ body }) => ({
      client: put({ ...body, masked: 'hj-…4f2a', addedAt: Date.UTC(2026, 10, 24), enabled: true }),
      password,
    }),
    update: ({ params, body }) => put({ ...known(params.name), ...body }),
    async remove({ params }) {
      clients.delete(params.name);
    },
    renewPassword: ({ params }) => ({ client: put({ ...known(params.name), masked: 'hj-…4f2a' }), password }),
  };
}

const twoClients: readonly ClientView[] = [
  {
    name: 'SillyTavern on the laptop',
    masked: 'hj-…4f2a',
    addedAt: Date.UTC(2026, 9, 3),
    enabled: true,
    requestsPerDay: 500,
    models: ['gemini-2.5-flash*', 'gemini-2.5-pro'],
  },
  { name: '手机', masked: 'hj-…90be', addedAt: Date.UTC(2026, 10, 1), enabled: false, requestsPerMinute: 5 },
];
