/**
 * What the relay of the first build (0.1.0, commit 15af808) left in its folder, opened by this one: nothing is lost. The
 * file was made by that relay: keys, settings and a client of the page, calls with and without failures.
 */
// covers: src/relay/storage/sqlite
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { KeyView } from '../../../../../src/contract/keys.ts';
import type { Caller } from '../../../../../src/core/ports.ts';
import { type FileStore, openFileStore } from '../../../../../src/relay/storage/sqlite/store.ts';
import { openHajimi } from '../../../../support/hajimi.ts';
import { wallClock } from '../../../../support/wall-clock.ts';

const made = fileURLToPath(new URL('../../../../fixtures/store/first-build.db', import.meta.url));
/** A minute after the last change in the file. */
const then = Date.UTC(2026, 10, 30, 23, 55, 35);
const [own, off, spent, listed] = ['780c94b1dff6668f', 'a8093448af2fd1ab', '30c4ec49d5b7dff9', '4b54fba7cd7dd43c'];
const secretOf = (letter: string) => `AIzaSyFixture${letter.repeat(26)}`;

let folder = '';
let store: FileStore;
const clock = { now: () => then };
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hajimi-first-'));
  copyFileSync(made, join(folder, 'hajimi.db'));
  store = await openFileStore(folder, clock);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

it('every collection of the first build is read', async () => {
  const snapshot = await store.load();
  const sizes = Object.fromEntries(Object.entries(snapshot).map(([name, records]) => [name, records.size]));
  expect(sizes).toMatchObject({ credentials: 3, settings: 2, health: 1, counters: 2, lessons: 1, removed: 1 });
  expect(sizes).toMatchObject({ clients: 1, allowances: 1, recentlyRemoved: 0 });
  expect(snapshot.settings).toEqual(
    new Map<string, unknown>([
      ['maxRetryNum', 3],
      ['whitelistModels', ['gemini-*']],
    ]),
  );
  expect(snapshot.removed.has(listed)).toBe(true);
  expect(snapshot.allowances.get('friend')).toEqual({ requestsPerDay: 9 });
  expect(await store.scan('buckets', 'day/model|', 'day/model}')).toEqual([
    ['day/model|2026-11-30|gemini-2.5-flash', expect.objectContaining({ answered: 3, input: 33, output: 12 })],
    ['day/model|2026-11-30|gemini-2.5-pro', { 'failed.key-invalid': 1, 'failed.day-quota': 1 }],
  ]);
  expect(await store.scan('requests', '', '\uffff')).toEqual([]);
});

it('its keys are as they were, its client gets in, and what is new works on it', async () => {
  const keyTexts = [`AIzaSy${'FixtureEnvKey'.padEnd(33, 'x')}`];
  const hajimi = openHajimi({ keyTexts }, { store, clock: { ...wallClock, now: clock.now } });
  const owner: Caller = { id: 'hajimi', trust: 'owner' };
  const api = async (path: string, body?: object) => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const headers = { 'content-type': 'application/json' };
    const answer = await hajimi.fetch(new Request(`https://hajimi.invalid/api${path}`, { ...init, headers }), owner);
    return answer.status === 204 ? undefined : answer.json();
  };
  const keys: KeyView[] = await api('/keys');
  // The key of the environment that a person removed is not used again.
  expect(keys.map(({ id }) => id)).toEqual([own, off, spent]);
  expect(keys).toMatchObject([
    { label: 'mine', note: '备注 🔑', limits: { perDay: 7, perDayByModel: { 'gemini-2.5-pro': 3 } }, requestsToday: 2 },
    { label: 'off', enabled: false, state: 'disabled' },
    {
      requestsToday: 1,
      models: expect.arrayContaining([
        expect.objectContaining({ cause: 'day-quota', limitToday: 250, limitBy: 'google' }),
      ]),
    },
  ]);
  expect(await api('/keys/reveal', { ids: [own] })).toEqual([{ id: own, secret: secretOf('A') }]);
  expect(await api('/clients')).toMatchObject([{ name: 'friend', masked: 'hj-…01e2', requestsPerDay: 9 }]);

  await api('/keys/remove', { ids: [own] });
  expect(await api('/keys/removed')).toMatchObject({ count: 1 });
  expect(await api('/keys/restore', {})).toMatchObject({ restored: [keys[0]], lost: 0 });
  await hajimi.close();
});
