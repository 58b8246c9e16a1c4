/** Views: keys as a page may see them. No clock, no I/O. */

import type { KeyState, KeyView, ModelUse, RecentlyRemovedView } from '../../../contract/keys.ts';
import { modelLimit } from '../../../contract/settings/model-limits.ts';
import type { ModelForecast } from '../../../contract/status.ts';
import type { HealthRecord, RemovedKey } from '../../records.ts';
import { originOf } from '../../utils/net/url-login.ts';
import {
  dayLimit,
  type Entry,
  type Key,
  keyOutage,
  learnedPerDay,
  modelUsageOf,
  NO_MODEL,
  outage,
  type PoolState,
} from '../machine/machine.ts';
import { masked } from './credential.ts';
import { KEPT_FOR } from './recently-removed.ts';

export interface PoolStatus {
  readonly keys: Readonly<Record<KeyState, number>>;
  readonly requestsToday: number;
  /** Ms since the epoch of the next Pacific midnight. */
  readonly quotaDayEnds: number;
  readonly forecast: readonly ModelForecast[];
}

export function viewKey(state: PoolState, key: Key, now: number): KeyView {
  const { id, kind, label, note, addedAt, enabled, limits, project, location, proxy } = key.credential;
  const siblings = [...key.project.keys].filter((other) => other !== key).map((other) => other.credential.id);
  return {
    id,
    kind,
    masked: masked(key.credential),
    label,
    note,
    addedAt,
    enabled,
    limits,
    ...(project && { project }),
    ...(location && { location }),
    ...(proxy && { proxy: originOf(proxy) }),
    ...availability(state, key, now),
    requestsToday: key.requests,
    models: usedEntries(key).map((entry) => viewModel(state, entry, now)),
    ...(siblings.length > 0 && { sharesQuotaWith: siblings }),
  };
}

/** @param modelLimits the setting `modelDailyLimits` as it is now, not as it was at the last call. */
export function viewPool(state: PoolState, modelLimits: readonly string[], now: number): PoolStatus {
  const keys: Record<KeyState, number> = { usable: 0, cooling: 0, unusable: 0, disabled: 0 };
  let requestsToday = 0;
  for (const key of state.keys.values()) {
    keys[availability(state, key, now).state] += 1;
    requestsToday += key.requests;
  }
  return { keys, requestsToday, quotaDayEnds: state.day.end, forecast: forecast(state, modelLimits, now) };
}

export function viewRemoved(removed: readonly RemovedKey[]): RecentlyRemovedView {
  const last = removed.reduce((latest, { removedAt }) => Math.max(latest, removedAt), 0);
  return { count: removed.length, ...(removed.length > 0 && { until: last + KEPT_FOR }) };
}

const usedEntries = (key: Key): Entry[] => [...key.entries.values()].filter(isWorthShowing);

const isWorthShowing = ({ model, requests, answeredAt, out }: Entry): boolean =>
  model !== NO_MODEL && (requests > 0 || answeredAt > 0 || out !== undefined);

function availability(state: PoolState, key: Key, now: number): Pick<KeyView, 'state' | 'cause' | 'message' | 'until'> {
  const whole = keyOutage(state, key, now);
  if (whole !== undefined) {
    const kept = key.credential.enabled ? (whole.until === undefined ? 'unusable' : 'cooling') : 'disabled';
    return { state: kept, ...reason(whole) };
  }
  if (!key.credential.enabled) return { state: 'disabled' };
  const outages = usedEntries(key).map((entry) => outage(state, entry, now));
  const known = outages.filter((one) => one !== undefined);
  // A key that still answers for one of the models that it is used with is usable.
  if (known.length === 0 || known.length < outages.length) return { state: 'usable' };
  const soonest = known.reduce((best, one) => (endOf(one) < endOf(best) ? one : best));
  return { state: soonest.until === undefined ? 'unusable' : 'cooling', ...reason(soonest) };
}

const endOf = ({ until }: HealthRecord): number => until ?? Number.POSITIVE_INFINITY;

const reason = ({ cause, message, until }: HealthRecord) => ({ cause, message, ...(until !== undefined && { until }) });

function viewModel(state: PoolState, entry: Entry, now: number): ModelUse {
  const known = limitOf(state, entry, now);
  const out = outage(state, entry, now);
  return {
    model: entry.model,
    requestsToday: entry.requests,
    ...(known && { limitToday: known.limit, limitBy: known.by, left: leftOf(state, entry, known, now) }),
    ...(out && { cause: out.cause, ...(out.until !== undefined && { until: out.until }) }),
  };
}

const limitOf = (state: PoolState, { key, model, shared }: Entry, now: number) =>
  dayLimit(key.credential.limits, model, state.limit, learnedPerDay(shared.learned, now));

function leftOf(
  state: PoolState,
  entry: Entry,
  known: { limit: number; by: 'person' | 'google' },
  now: number,
): number {
  const out = outage(state, entry, now);
  const isOutForToday = out !== undefined && endOf(out) >= state.day.end;
  return isOutForToday ? 0 : Math.max(0, known.limit - usedOf(entry, known.by));
}

/**
 * What counts against the limit: a person's is for the key, with this or with every model; Google's for the project.
 */
function usedOf({ key, model, requests }: Entry, by: 'person' | 'google'): number {
  if (by === 'person') return key.credential.limits.perDayByModel?.[model] === undefined ? key.requests : requests;
  let used = 0;
  for (const sibling of key.project.keys) used += sibling.entries.get(model)?.requests ?? 0;
  return used;
}

function forecast(state: PoolState, modelLimits: readonly string[], now: number): ModelForecast[] {
  const models = new Map<string, { left: number; projects: number; isUsed: boolean }>();
  const counted = new Set<string>();
  for (const key of state.keys.values()) {
    if (!key.credential.enabled) continue;
    for (const entry of key.entries.values()) {
      const known = entry.model === NO_MODEL ? undefined : limitOf(state, entry, now);
      const once = `${key.project.name ?? key.credential.id}|${entry.model}`;
      if (known === undefined || counted.has(once)) continue;
      counted.add(once);
      const { left, projects, isUsed } = models.get(entry.model) ?? { left: 0, projects: 0, isUsed: false };
      models.set(entry.model, {
        left: left + leftOf(state, entry, known, now),
        projects: projects + 1,
        isUsed: isUsed || isWorthShowing(entry),
      });
    }
  }
  return [...models]
    .filter(([, { isUsed }]) => isUsed)
    .map(([model, { left, projects }]) => ({ model, left: Math.min(left, leftOfModel(model)), projects }));

  function leftOfModel(model: string): number {
    const limit = modelLimit(modelLimits, model) ?? Number.POSITIVE_INFINITY;
    return Math.max(0, limit - modelUsageOf(state, model).requests);
  }
}
