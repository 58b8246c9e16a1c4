/** What `/api/sites` accepts, checked. Each throws `ProxyError` `invalid_value` that names the field. */
import * as v from 'valibot';
import { text } from '../../input/bounded.ts';
import { checkBody } from '../../input/check-body.ts';
import { because } from '../../input/issue-words.ts';
import { allowanceFields } from '../clients/client-quota-patch.ts';

/** A site's origin, or the address of any of its pages. */
export const siteOrigin = v.pipe(
  text(10_000),
  v.trim(),
  v.check((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), because('site-address')),
  v.transform((text) => new URL(text).origin),
);
const siteBody = v.strictObject({ origin: siteOrigin });
const patchBody = v.strictObject({ origin: siteOrigin, takeOver: v.exactOptional(v.boolean()), ...allowanceFields });

export const readSite = (body: unknown): string => checkBody(siteBody, body).origin;
export const readSitePatch = (body: unknown) => checkBody(patchBody, body);
