/** `/api/sites`: which web sites may use the pool, and how much of it. Only where web pages ask. */
import * as v from 'valibot';
import type { Handlers } from '../../../contract/endpoint.ts';
import type { Endpoints } from '../../../contract/endpoints.ts';
import type { Site, SiteView } from '../../../contract/sites.ts';
import type { Allowances } from '../../access/clients/client-quota.ts';
import type { Sites } from '../../access/sites.ts';
import { ProxyError } from '../../errors.ts';
import { text } from '../../input/bounded.ts';
import { checkQuery } from '../../input/check-body.ts';
import { because } from '../../input/issue-words.ts';
import { allowanceFields, patchAllowance } from '../clients/client-quota-patch.ts';
import { type AdminContext, type Bodies, body } from '../endpoint.ts';

/** A site's origin, or the address of any of its pages. */
export const siteOrigin = v.pipe(
  text(10_000),
  v.trim(),
  v.check((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), because('site-address')),
  v.transform((text) => new URL(text).origin),
);
const siteName = v.strictObject({ origin: siteOrigin });

export const siteBodies: Bodies<Endpoints['sites']> = {
  allow: body(siteName),
  update: body(v.strictObject({ origin: siteOrigin, takeOver: v.exactOptional(v.boolean()), ...allowanceFields })),
  revoke: body(siteName),
};

export interface SiteDeps {
  readonly sites: Sites;
  readonly allowances: Allowances;
}

export function siteHandlers({ sites, allowances }: SiteDeps): Handlers<Endpoints['sites'], AdminContext> {
  const viewOf = (site: Site): SiteView => ({ ...site, ...allowances.of(site.origin) });
  return {
    list: async () => (await sites.list()).map(viewOf),
    get: async ({ query }) => viewOf(await sites.get(checkQuery(siteName, query).origin)),
    allow: async ({ body: { origin } }) => viewOf(await sites.allow(origin)),
    async update({ body: { origin, takeOver, ...patch } }) {
      const site = takeOver === undefined ? await sites.get(origin) : await sites.takeOver(origin, takeOver);
      if (site.state === 'off') throw new ProxyError('not_found', { what: `site "${origin}"` });
      await patchAllowance(allowances, origin, patch);
      return viewOf(site);
    },
    async revoke({ body: { origin } }) {
      await sites.revoke(origin);
      await allowances.set(origin, {});
    },
  };
}
