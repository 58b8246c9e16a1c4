/** `/api/sites`: which web sites may use the pool. */

import type { Allowance, AllowancePatch } from './clients.ts';

/** What a person decides about one web site. Kept under the site's origin. */
export interface SiteRecord {
  /**
   * `allowed`: it may use the pool. `asked`: it may as soon as the browser has the person's permission for its host.
   * `off`: it may not. Kept only of pages of this computer that may not although such pages may; nobody asked for others.
   */
  readonly state: 'allowed' | 'asked' | 'off';
  /** Whether its calls to OpenAI and Google are answered by the pool. */
  readonly takeOver: boolean;
  /** When that was decided, in ms; 0 where it never was. */
  readonly addedAt: number;
}

export interface Site extends SiteRecord {
  readonly origin: string;
}

/** One row of `GET /api/sites`, in the order in which they were allowed; and `GET /api/sites/one?origin=...` */
export interface SiteView extends Site, Allowance {}

/** Which site: its origin, or the address of any of its pages. */
export interface SiteName {
  readonly origin: string;
}

/** `PATCH /api/sites` */
export interface SitePatch extends SiteName, AllowancePatch {
  readonly takeOver?: boolean;
}
