/** What every implementation of the Store port must agree on. */
import type { Cold, Collection, Hot } from '../ports.ts';
import type { Counts } from '../records.ts';

export const hotCollections = [
  'credentials',
  'settings',
  'health',
  'counters',
  'lessons',
  'removed',
  'clients',
  'allowances',
  'access',
  'recentlyRemoved',
] as const satisfies readonly Hot[];
export const coldCollections = [
  'signatures',
  'affinity',
  'resourceOwners',
  'buckets',
  'sites',
  'requests',
] as const satisfies readonly Cold[];

export const isHot = (name: Collection): name is Hot => hotCollections.some((hot) => hot === name);

/** How many ids of applied changes a store remembers at least: far more than a journal can have in doubt at once. */
export const rememberedChanges = 10_000;

/** A record with `expiresAt` is gone at that very millisecond. */
export const isExpired = (expiresAt: number | undefined, now: number): boolean =>
  expiresAt !== undefined && expiresAt <= now;

/** The sum by name; names of only one side are kept. */
export function addCounts(base: Counts, increments: Counts): Counts {
  const sum: Record<string, number> = { ...base };
  increase(sum, increments);
  return sum;
}

/** The same in place: it happens with every request. */
export function increase(sums: Record<string, number>, by: Counts): void {
  for (const name in by) sums[name] = (sums[name] ?? 0) + (by[name] ?? 0);
}
