import type { BackupPlan } from '../../../src/contract/backup.ts';
import type { Handlers } from '../../../src/contract/endpoint.ts';
import type { Endpoints } from '../../../src/contract/endpoints.ts';
import { settingsTable } from '../../../src/contract/settings/table.ts';

/** `/api/backup` for which every file is the same, and which restores nothing. */
export const fakeBackup = (now: () => number): Handlers<Endpoints['backup']> => ({
  make: () => ({ kind: 'hajimi-backup', version: 1, createdAt: now(), settings: {} }),
  plan: () => fakePlan(now()),
  restore: () => fakePlan(now()),
});

/** A file of somebody who wants the keys. */
const fakePlan = (now: number): BackupPlan => ({
  createdAt: now - 86_400_000,
  withKeys: true,
  keysAdded: 2,
  keysChanged: 1,
  keysSame: 3,
  clients: ['Phone'],
  sites: [],
  settings: [{ name: 'maxRetryNum', from: 15, to: 3 }],
  addresses: [
    { setting: 'geminiBaseUrl', from: settingsTable.geminiBaseUrl.default, to: 'https://collector.example' },
    { key: 'AIza…9f3Q', from: '', to: 'http://collector.example:8080' },
  ],
});
