/** What a new quota day does to the pool. No clock, no I/O. */

import { quotaDay, quotaDayEnd } from '../../utils/pacific.ts';
import { emptyTallies } from './model-usage.ts';
import { startAnew } from './prober.ts';
import { refreshKey } from './ready-queue.ts';
import type { PoolState } from './state.ts';

/** Starts the quota day of `now` where the state is still in an earlier one. */
export function rollOver(state: PoolState, now: number): void {
  if (now < state.day.end) return;
  state.day = { name: quotaDay(now), end: quotaDayEnd(now) };
  state.spent = [];
  emptyTallies(state);
  for (const lane of state.lanes.values()) startAnew(lane.trust);
  for (const key of state.keys.values()) {
    key.requests = 0;
    if (hasEnded(key.out, now)) key.out = undefined;
    for (const entry of key.entries.values()) {
      entry.requests = 0;
      if (!hasEnded(entry.out, now)) continue;
      entry.out = undefined;
      // Whatever it failed at was yesterday's quota: it deserves as much as one that was never tried.
      entry.streak = 0;
    }
  }
  // Last of all: siblings of one project see each other's counts.
  for (const key of state.keys.values()) refreshKey(state, key, now);
}

const hasEnded = (out: { readonly until?: number } | undefined, now: number): boolean =>
  out?.until !== undefined && out.until <= now;
