import type { KeyState, KeyView } from '../../../src/contract/keys.ts';

/** Pools to look at the config page with. */
export const scenarios = ['empty', 'fresh', 'mixed', 'cooling', 'unusable', 'many'] as const;
export type Scenario = (typeof scenarios)[number];

const hour = 3_600_000;

/** Made-up keys; `now` is ms since the epoch. */
export function keysOf(scenario: Scenario, now: number): KeyView[] {
  switch (scenario) {
    case 'empty':
      return [];
    case 'fresh':
      return [fakeKey(1, now)];
    case 'mixed':
      return mixed(now);
    case 'cooling':
      return [1, 2, 3].map((n) => dayQuota(n, now));
    case 'unusable':
      return [invalid(1, now), fakeKey(2, now, { enabled: false, state: 'disabled' })];
    case 'many':
      return Array.from({ length: 5000 }, (_, n) => many(n, now));
  }
}

export function fakeKey(n: number, now: number, more: Partial<KeyView> = {}): KeyView {
  const id = n.toString(16).padStart(16, '0');
  const tail = (n * 7919 + 46_656).toString(36).slice(-4);
  return {
    id,
    kind: 'ai-studio',
    masked: `${n % 3 === 2 ? 'AQ.A' : 'AIza'}…${tail}`,
    label: '',
    note: '',
    addedAt: now - n * hour,
    enabled: true,
    limits: {},
    state: 'usable' satisfies KeyState,
    requestsToday: 0,
    models: [],
    ...more,
  };
}

const invalid = (n: number, now: number) =>
  fakeKey(n, now, {
    state: 'unusable',
    cause: 'key-invalid',
    message: 'API key not valid. Please pass a valid API key.',
  });

const dayQuota = (n: number, now: number) =>
  fakeKey(n, now, {
    state: 'cooling',
    cause: 'day-quota',
    message: 'You exceeded your current quota, please check your plan and billing details.',
    until: now + 5 * hour + n * 12 * 60_000,
    requestsToday: 250,
    models: [
      { model: 'gemini-2.5-flash', requestsToday: 250, limitToday: 250, cause: 'day-quota', until: now + 5 * hour },
    ],
  });

function mixed(now: number): KeyView[] {
  return [
    fakeKey(1, now, {
      label: 'main project',
      requestsToday: 38,
      models: [
        { model: 'gemini-2.5-flash', requestsToday: 34, limitToday: 250 },
        { model: 'gemini-3-pro-preview', requestsToday: 4 },
      ],
    }),
    fakeKey(2, now, { label: '小号', requestsToday: 1204 }),
    dayQuota(3, now),
    fakeKey(4, now, {
      state: 'cooling',
      cause: 'minute-quota',
      until: now + 34_400,
      requestsToday: 12,
      label: 'spare',
    }),
    invalid(5, now),
    fakeKey(6, now, {
      state: 'unusable',
      cause: 'key-suspended',
      label: 'bought from a stranger with a rather long name to wrap',
      message: "Permission denied: Consumer 'api_key:…' has been suspended.",
    }),
    fakeKey(7, now, { state: 'unusable', cause: 'key-leaked', requestsToday: 3 }),
    fakeKey(8, now, { enabled: false, state: 'disabled', label: 'paid', note: 'Only for the demo on Friday.' }),
    fakeKey(9, now, { kind: 'vertex-express', requestsToday: 2 }),
    fakeKey(10, now, {
      kind: 'service-account',
      label: 'hajimi@my-project.iam.gserviceaccount.com',
      location: 'us-central1',
    }),
  ];
}

function many(n: number, now: number): KeyView {
  if (n % 11 === 3) return { ...dayQuota(n, now), label: `key ${n}` };
  if (n % 17 === 5) return { ...invalid(n, now), label: `key ${n}` };
  if (n % 29 === 7) return fakeKey(n, now, { label: `key ${n}`, enabled: false, state: 'disabled' });
  return fakeKey(n, now, { label: `key ${n}`, requestsToday: n % 90 });
}
