/**
 * Usage by model over all keys: a running sum, so that checking a model's limit costs the same however many keys there
 * are. No clock, no I/O.
 */
import { modelLimit } from '../../../contract/settings/model-limits.ts';
import { type Key, type ModelUsage, NO_MODEL, type PoolState } from './state.ts';

const nothing: ModelUsage = { requests: 0, inFlight: 0 };

export const modelUsageOf = (state: PoolState, model: string): ModelUsage => state.modelUsage.get(model) ?? nothing;

export function addModelUsage(state: PoolState, model: string, by: ModelUsage): void {
  if (model === NO_MODEL) return;
  const { requests, inFlight } = modelUsageOf(state, model);
  const after = { requests: requests + by.requests, inFlight: inFlight + by.inFlight };
  // Clients may name any model, so one that uses nothing leaves nothing behind.
  if (after.requests === 0 && after.inFlight === 0) state.modelUsage.delete(model);
  else state.modelUsage.set(model, after);
}

/** Takes away what the key used, which is gone. */
export function dropModelUsage(state: PoolState, { entries }: Key): void {
  for (const { model, requests, inFlight } of entries.values()) {
    addModelUsage(state, model, { requests: -requests, inFlight: -inFlight });
  }
}

/** For a new quota day, in which only what is in flight counts. */
export function resetModelUsage(state: PoolState): void {
  for (const [model, { requests }] of [...state.modelUsage])
    addModelUsage(state, model, { requests: -requests, inFlight: 0 });
}

/** The limit that a person set for the model over all keys, where it is used up. */
export function spentModelLimit(state: PoolState, model: string): number | undefined {
  const limit = model === NO_MODEL ? undefined : modelLimit(state.modelLimits, model);
  if (limit === undefined) return undefined;
  const { requests, inFlight } = modelUsageOf(state, model);
  return requests + inFlight >= limit ? limit : undefined;
}
