import type { Allowances } from '../../access/clients/client-quota.ts';
import type { Sites } from '../../access/sites.ts';
import type { KeptSite } from '../backup/backup.ts';

/** Decides about a site as a backup says. Without the browser's permission it waits for that like any site just allowed. */
export async function restoreSite(
  { origin, allowed, takeOver, ...allowance }: KeptSite,
  sites: Sites,
  allowances: Allowances,
): Promise<void> {
  const { state } = await sites.get(origin);
  if (allowed) {
    if (state === 'off') await sites.allow(origin);
    await sites.takeOver(origin, takeOver);
  } else if (state !== 'off') {
    await sites.revoke(origin);
  }
  await allowances.set(origin, allowance);
}
