/**
 * What each model used over all keys: a running sum of what is counted of each key, so that a model's limit costs a
 * request the same however many keys there are. No clock, no I/O.
 */
import { modelLimit } from '../../../contract/settings/model-limits.ts';
import { type Key, NO_MODEL, type PoolState, type Tally } from './state.ts';

const nothing: Tally = { requests: 0, inFlight: 0 };

export const tallyOf = (state: PoolState, model: string): Tally => state.tallies.get(model) ?? nothing;

export function addToTally(state: PoolState, model: string, by: Tally): void {
  if (model === NO_MODEL) return;
  const { requests, inFlight } = tallyOf(state, model);
  const after = { requests: requests + by.requests, inFlight: inFlight + by.inFlight };
  // Clients may name any model.
  if (after.requests === 0 && after.inFlight === 0) state.tallies.delete(model);
  else state.tallies.set(model, after);
}

/** The key is gone, and with it what was counted of it. */
export function dropFromTallies(state: PoolState, { entries }: Key): void {
  for (const { model, requests, inFlight } of entries.values()) {
    addToTally(state, model, { requests: -requests, inFlight: -inFlight });
  }
}

/** A new day: only what is under way counts in it. */
export function emptyTallies(state: PoolState): void {
  for (const [model, { requests }] of [...state.tallies])
    addToTally(state, model, { requests: -requests, inFlight: 0 });
}

/** The limit that a person set for the model over all keys, where it is used up. */
export function spentModelLimit(state: PoolState, model: string): number | undefined {
  const limit = model === NO_MODEL ? undefined : modelLimit(state.modelLimits, model);
  if (limit === undefined) return undefined;
  const { requests, inFlight } = tallyOf(state, model);
  return requests + inFlight >= limit ? limit : undefined;
}
