import type { Site } from '../../src/contract/sites.ts';
import type { Sites } from '../../src/core/access/sites.ts';

/** A shell in which every site is allowed as soon as it is asked for. */
export function createFakeSites(): Sites {
  const sites = new Map<string, Site>();
  const put = (site: Site) => {
    sites.set(site.origin, site);
    return site;
  };
  const get = async (origin: string): Promise<Site> =>
    sites.get(origin) ?? { origin, state: 'off', takeOver: false, addedAt: 0 };
  return {
    get,
    list: async () => [...sites.values()],
    allow: async (origin) => put({ origin, state: 'allowed', takeOver: false, addedAt: 1 }),
    async revoke(origin) {
      sites.delete(origin);
    },
    takeOver: async (origin, takeOver) => put({ ...(await get(origin)), takeOver }),
  };
}
