/** What single callers may use of the pool, where the person gave them an amount of their own. */

import type { Allowance } from '../../../contract/clients.ts';
import type { InForce, Settings } from '../../../contract/settings/table.ts';
import type { Change, HotRecords } from '../../ports.ts';
import type { Journal } from '../../store/write-behind.ts';

export interface Allowances {
  /** @param caller `Caller.id`: a site's origin, a client's name. */
  of(caller: string): Allowance;
  /** Resolves once it is on disk. An empty allowance is forgotten. */
  set(caller: string, allowance: Allowance): Promise<void>;
  /** Takes over what another relay or context stored. */
  follow(changes: readonly Change[]): void;
}

const usual: Allowance = {};

export function createAllowances(
  { journal }: { readonly journal: Pick<Journal, 'put' | 'delete' | 'flush'> },
  stored: ReadonlyMap<string, HotRecords['allowances']>,
): Allowances {
  const own = new Map(stored);
  return {
    of: (caller) => own.get(caller) ?? usual,
    async set(caller, { requestsPerMinute, requestsPerDay, models = [] }) {
      const allowance = {
        ...(requestsPerMinute !== undefined && { requestsPerMinute }),
        ...(requestsPerDay !== undefined && { requestsPerDay }),
        ...(models.length > 0 && { models }),
      };
      const isUsual = Object.keys(allowance).length === 0;
      if (isUsual) journal.delete('allowances', caller);
      else journal.put('allowances', caller, allowance);
      await journal.flush('strict');
      if (isUsual) own.delete(caller);
      else own.set(caller, allowance);
    },
    follow(changes) {
      for (const change of changes) {
        if (change.in !== 'allowances') continue;
        if (change.op === 'put') own.set(change.key, change.value);
        else own.delete(change.key);
      }
    },
  };
}

/** The settings as they are for one caller. */
export function settingsFor(caller: string, settings: Settings, allowance: Allowance): InForce {
  const { requestsPerMinute, requestsPerDay, models } = allowance;
  if (requestsPerMinute === undefined && requestsPerDay === undefined && models === undefined) return settings;
  return {
    ...settings,
    ...(requestsPerMinute !== undefined && { maxRequestsPerMinute: requestsPerMinute }),
    ...(requestsPerDay !== undefined && { maxRequestsPerDayPerIp: requestsPerDay }),
    ...(models && { modelsOf: { caller, models } }),
  };
}
