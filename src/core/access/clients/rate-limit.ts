/** How often each client may ask: within any minute and within any 24 hours. */

import type { Settings } from '../../../contract/settings/table.ts';
import type { Store } from '../../ports.ts';
import type { Journal } from '../../store/write-behind.ts';
import { createBoundedMap } from '../../utils/bounded-map.ts';
import type { MaybePromise } from '../../utils/streams/source.ts';
import { SlidingWindow, type WindowShape } from './sliding-window.ts';

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
  readonly minute?: Standing | undefined;
  readonly day?: Standing | undefined;
}

export interface ClientLimits {
  /** Counts a request unless a limit refuses it; ms to wait for, 0 where it was counted. At once where nothing is to be read. */
  take(client: string, settings: LimitSettings, now: number): MaybePromise<number>;
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
  readonly minute: SlidingWindow;
  readonly day: SlidingWindow;
  /** Its records in the store are called so, with the number of a slot of the day. */
  readonly prefix: string;
}

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

  const unseen = (client: string): ClientState => ({
    minute: new SlidingWindow(MINUTE),
    day: new SlidingWindow(DAY),
    prefix: recordPrefix(client),
  });

  async function recall(client: string): Promise<ClientState> {
    const state = unseen(client);
    const { prefix } = state;
    // A store that cannot be read shall not keep anybody from asking.
    const records = await store.scan('buckets', prefix, `${prefix}~`).catch(() => []);
    const day = records.map(([key, counts]) => [Number(key.slice(prefix.length)), counts.requests ?? 0] as const);
    // Another request of the same client may have been counted meanwhile.
    return clients.get(client) ?? keep(client, { ...state, day: new SlidingWindow(DAY, day) });
  }

  function keep(client: string, state: ClientState): ClientState {
    clients.set(client, state);
    return state;
  }

  function take(client: string, state: ClientState, settings: LimitSettings, now: number): number {
    const { minute, day, prefix } = state;
    const { maxRequestsPerMinute, maxRequestsPerDayPerIp } = settings;
    const wait = Math.max(waitFor(minute, maxRequestsPerMinute, now), waitFor(day, maxRequestsPerDayPerIp, now));
    if (wait > 0) return wait;
    minute.add(now);
    day.add(now);
    keep(client, state);
    const slot = Math.floor(now / DAY.slot);
    const expiresAt = (slot + 1) * DAY.slot + DAY.length;
    journal.add('buckets', prefix + slot, { requests: 1 }, { expiresAt });
    return 0;
  }

  return {
    take(client, settings, now) {
      const state = clients.get(client);
      if (state !== undefined) return take(client, state, settings, now);
      return recall(client).then((recalled) => take(client, recalled, settings, now));
    },
    learn(client, counted, now) {
      const state = clients.get(client) ?? unseen(client);
      raise(state.minute, counted.minute ?? 0, now);
      raise(state.day, counted.day ?? 0, now);
      keep(client, state);
    },
    view: (client, settings, now) => standings(clients.get(client) ?? unseen(client), settings, now),
  };
}

/** Slot numbers follow, which have the same number of digits for centuries. */
const recordPrefix = (client: string) => `limit/${encodeURIComponent(client).slice(0, 200)}|`;

function standings({ minute, day }: ClientState, settings: LimitSettings, now: number): Standings {
  const { maxRequestsPerMinute, maxRequestsPerDayPerIp } = settings;
  return {
    minute: standing(minute, maxRequestsPerMinute, now),
    day: standing(day, maxRequestsPerDayPerIp, now),
  };
}

/** Counts at least so many. */
function raise(window: SlidingWindow, total: number, now: number): void {
  const more = total - window.count(now);
  if (more > 0) window.add(now, more);
}

const standing = (window: SlidingWindow, limit: number, now: number): Standing | undefined =>
  limit === 0
    ? undefined
    : {
        limit,
        remaining: Math.max(0, limit - window.count(now)),
        reset: window.waitUntil(now, 0),
        wait: waitFor(window, limit, now),
      };

const waitFor = (window: SlidingWindow, limit: number, now: number): number =>
  limit === 0 ? 0 : window.waitUntil(now, limit - 1);
