/** Roll-over to a new quota day. No clock, no I/O. */

import { quotaDay, quotaDayEnd } from '../../utils/pacific.ts';
import { resetModelUsage } from './model-usage.ts';
import { resetInterval } from './prober.ts';
import { refreshKey } from './ready-queue.ts';
import type { PoolState } from './state.ts';

/** Starts the quota day of `now` where the state is still in an earlier one. */
export function rollOver(state: PoolState, now: number): void {
  if (now < state.day.end) return;
  state.day = { name: quotaDay(now), end: quotaDayEnd(now) };
  state.spent = [];
  resetModelUsage(state);
  for (const queue of state.queues.values()) resetInterval(queue.prober);
  for (const key of state.keys.values()) {
    key.requests = 0;
    if (hasEnded(key.out, now)) key.out = undefined;
    for (const entry of key.entries.values()) {
      entry.requests = 0;
      if (!hasEnded(entry.out, now)) continue;
      entry.out = undefined;
      // It failed at yesterday's quota, so it is no worse than one that was never tried.
      entry.streak = 0;
    }
  }
  // After all counts are reset: the load of a key is that of its project.
  for (const key of state.keys.values()) refreshKey(state, key, now);
}

const hasEnded = (out: { readonly until?: number } | undefined, now: number): boolean =>
  out?.until !== undefined && out.until <= now;
