import type { ClientView } from '../../src/contract/clients.ts';

/** Two made-up clients of the relay. */
export const fakeClients: readonly ClientView[] = [
  {
    name: 'SillyTavern on the laptop',
    masked: 'hj-…4f2a',
    addedAt: Date.UTC(2026, 9, 3),
    enabled: true,
    requestsPerDay: 500,
    models: ['gemini-2.5-flash*', 'gemini-2.5-pro'],
  },
  { name: '手机', masked: 'hj-…90be', addedAt: Date.UTC(2026, 10, 1), enabled: false, requestsPerMinute: 5 },
];
