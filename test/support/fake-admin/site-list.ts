import type { Handlers } from '../../../src/contract/endpoint.ts';
import type { Endpoints } from '../../../src/contract/endpoints.ts';
import type { SiteView } from '../../../src/contract/sites.ts';

/** `/api/sites` over three sites, one of each state. */
export function fakeSiteList(): Handlers<Endpoints['sites']> {
  const sites = new Map(threeSites.map((site) => [site.origin, site]));
  const get = (origin: string): SiteView => sites.get(origin) ?? { origin, state: 'off', takeOver: false, addedAt: 0 };
  const put = (site: SiteView) => {
    sites.set(site.origin, site);
    return site;
  };
  return {
    list: () => [...sites.values()],
    get: ({ query }) => get(query.get('origin') ?? ''),
    allow: ({ body: { origin } }) => put({ ...get(origin), state: 'allowed' }),
    update: ({ body }) => put({ ...get(body.origin), ...body }),
    async revoke({ body: { origin } }) {
      sites.delete(origin);
    },
  };
}

const threeSites: readonly SiteView[] = [
  {
    origin: 'https://chat.example',
    state: 'allowed',
    takeOver: true,
    addedAt: 1,
    requestsPerDay: 50,
    models: ['*-flash'],
  },
  { origin: 'https://a-very-long-name-of-a-frontend.pages.example:8443', state: 'asked', takeOver: false, addedAt: 2 },
  { origin: 'http://localhost:8000', state: 'off', takeOver: false, addedAt: 3 },
];
