/** How often each client may ask: within any minute and within any 24 hours. */

import type { Settings } from '../../../contract/settings/table.ts';
import type { Store } from '../../ports.ts';
import type { Journal } from '../../store/write-behind.ts';
import { createBoundedMap } from '../../utils/bounded-map.ts';
import { add, count, slide, type Window, type WindowShape, waitUntil } from './sliding-window.ts';

export type LimitSettings = Pick<Settings, 'maxRequestsPerMinute' | 'maxRequestsPerDayPerIp'>;

/** Where a client stands with one limit. */
export interface Standing {
  readonly limit: number;
  readonly remaining: number;
  /** Ms until all of it is there again. */
  readonly reset: number;
  /** Ms until one more request is allowed; 0 where it is now. */
  readonly wait: number;
}

/** A limit of 0 is none and nobody stands anywhere with it. */
export interface Standings {
  readonly minute?: Standing;
  readonly day?: Standing;
}

export interface ClientLimits {
  /** Counts a request unless a limit refuses it; ms to wait for, 0 where it was counted. */
  take(client: string, settings: LimitSettings, now: number): Promise<number>;
  view(client: string, settings: LimitSettings, now: number): Standings;
}

/** Limits that are counted in this process. */
export interface LocalClientLimits extends ClientLimits {
  /** Takes over how many requests of the client were counted elsewhere too; those that are new are taken for new now. */
  learn(client: string, counted: { readonly minute?: number; readonly day?: number }, now: number): void;
}

export const MINUTE: WindowShape = { length: 60_000, slot: 1000 };
export const DAY: WindowShape = { length: 24 * 3_600_000, slot: 15 * 60_000 };

/** So many clients are remembered; those longest unseen go first. */
export const MOST_CLIENTS = 10_000;

interface ClientState {
  readonly minute: Window;
  readonly day: Window;
}

const unseen: ClientState = { minute: [], day: [] };

/**
 * The day's counts are kept in the store, since the extension's worker lives for less than a minute; the minute's are not
 * worth it.
 */
export function createClientLimits(deps: {
  readonly store: Pick<Store, 'scan'>;
  readonly journal: Pick<Journal, 'add'>;
}): LocalClientLimits {
  const { store, journal } = deps;
  const clients = createBoundedMap<string, ClientState>({ maxEntries: MOST_CLIENTS, refreshedBy: 'set' });

  const recall = async (client: string): Promise<void> => {
    if (clients.get(client)) return;
    const prefix = recordPrefix(client);
    // A store that cannot be read shall not keep anybody from asking.
    const records = await store.scan('buckets', prefix, `${prefix}~`).catch(() => []);
    const day = records.map(([key, counts]) => [Number(key.slice(prefix.length)), counts.requests ?? 0] as const);
    // Another request of the same client may have been counted meanwhile.
    if (!clients.get(client)) clients.set(client, { ...unseen, day });
  };

  return {
    async take(client, settings, now) {
      await recall(client);
      const state = clients.get(client) ?? unseen;
      const wait = Math.max(...Object.values(standings(state, settings, now)).map((one: Standing) => one.wait), 0);
      if (wait > 0) return wait;
      clients.set(client, { minute: add(state.minute, MINUTE, now), day: add(state.day, DAY, now) });
      const slot = Math.floor(now / DAY.slot);
      journal.add(
        'buckets',
        recordPrefix(client) + slot,
        { requests: 1 },
        { expiresAt: (slot + 1) * DAY.slot + DAY.length },
      );
      return 0;
    },
    learn(client, counted, now) {
      const { minute, day } = clients.get(client) ?? unseen;
      clients.set(client, {
        minute: atLeast(minute, MINUTE, counted.minute ?? 0, now),
        day: atLeast(day, DAY, counted.day ?? 0, now),
      });
    },
    view: (client, settings, now) => standings(clients.get(client) ?? unseen, settings, now),
  };
}

/** Slot numbers follow, which have the same number of digits for centuries. */
const recordPrefix = (client: string) => `limit/${encodeURIComponent(client).slice(0, 200)}|`;

function standings({ minute, day }: ClientState, settings: LimitSettings, now: number): Standings {
  const { maxRequestsPerMinute, maxRequestsPerDayPerIp } = settings;
  return {
    ...(maxRequestsPerMinute > 0 && { minute: standing(minute, MINUTE, maxRequestsPerMinute, now) }),
    ...(maxRequestsPerDayPerIp > 0 && { day: standing(day, DAY, maxRequestsPerDayPerIp, now) }),
  };
}

function atLeast(window: Window, shape: WindowShape, total: number, now: number): Window {
  const more = total - count(slide(window, shape, now));
  return more > 0 ? add(window, shape, now, more) : window;
}

function standing(window: Window, shape: WindowShape, limit: number, now: number): Standing {
  const current = slide(window, shape, now);
  return {
    limit,
    remaining: Math.max(0, limit - count(current)),
    reset: waitUntil(current, shape, now, 0),
    wait: waitUntil(current, shape, now, limit - 1),
  };
}
