/** What an older version left in the browser is there after an update, in the object stores of this one. */
// covers: src/extension/store/database.ts
import 'fake-indexeddb/auto';
import { openDB } from 'idb';
import { expect, test } from 'vitest';
import { createIdbStore } from '../../../../src/extension/store/store.ts';

const first = ['affinity', 'applied', 'buckets', 'counters', 'credentials', 'health', 'lessons', 'removed'];
/** The object stores of each version of the database; a new one is a new row. */
const layouts: ReadonlyArray<readonly string[]> = [
  [...first, 'settings', 'signatures'],
  [...first, 'clients', 'settings', 'signatures'],
  [...first, 'allowances', 'clients', 'settings', 'signatures', 'sites'],
  [
    ...first,
    'access',
    'allowances',
    'clients',
    'recentlyRemoved',
    'requests',
    'resourceOwners',
    'settings',
    'signatures',
    'sites',
  ],
];
const newest = layouts.at(-1) ?? [];

const key = {
  id: '0123456789abcdef',
  kind: 'ai-studio',
  secret: 'AIzaSyOLD_VERSION',
  label: 'mine',
  note: '备注',
  addedAt: 1,
  enabled: true,
  limits: { perDay: 7 },
};

const friend = { hash: 'f'.repeat(64), masked: 'hj-…4f2a', addedAt: 1, enabled: true };
const site = { state: 'allowed', takeOver: true, addedAt: 1 };

async function madeBy(version: number): Promise<string> {
  const name = `made-by-${version}`;
  const database = await openDB(name, version, {
    upgrade(made) {
      for (const store of layouts[version - 1] ?? []) {
        if (store === 'applied') made.createObjectStore(store, { autoIncrement: true }).createIndex('id', 'id');
        else made.createObjectStore(store).createIndex('expiresAt', 'expiresAt');
      }
    },
  });
  await database.put('credentials', { value: key }, key.id);
  await database.put('settings', { value: 3 }, 'maxRetryNum');
  await database.put('counters', { value: { requests: 2 } }, `${key.id}|gemini-2.5-flash|2026-11-24`);
  await database.put('signatures', { value: 'c2ln', expiresAt: 2_000 }, '😀');
  if (database.objectStoreNames.contains('clients')) await database.put('clients', { value: friend }, 'friend');
  if (database.objectStoreNames.contains('sites')) {
    await database.put('sites', { value: site }, 'https://chat.example');
    await database.put('allowances', { value: { requestsPerDay: 50 } }, 'https://chat.example');
  }
  await database.put('applied', { id: 'c3' });
  database.close();
  return name;
}

const clock = { now: () => 1_000 };
const sorted = (names: Iterable<string>) => [...names].sort();

test.each(layouts.map((_, index) => index + 1))('what version %i wrote is read by this one', async (version) => {
  const name = await madeBy(version);
  const store = createIdbStore(clock, name);
  const { credentials, settings, counters, clients, allowances } = await store.load();
  expect(credentials.get(key.id)).toEqual(key);
  expect(settings.get('maxRetryNum')).toBe(3);
  const counted = { in: 'counters', key: `${key.id}|gemini-2.5-flash|2026-11-24`, counts: { requests: 2 } } as const;
  expect(counters.get(counted.key)).toEqual({ requests: 2 });
  expect(await store.read('signatures', '😀')).toBe('c2ln');
  if (version >= 2) expect(clients.get('friend')).toEqual(friend);
  if (version >= 3) {
    expect(await store.read('sites', 'https://chat.example')).toEqual(site);
    expect(allowances.get('https://chat.example')).toEqual({ requestsPerDay: 50 });
  }
  // A change that was applied then is not applied again.
  await store.commit([{ id: 'c3', op: 'add', ...counted }], 'strict');
  expect((await store.load()).counters.get(counted.key)).toEqual({ requests: 2 });
  await store.close();

  const bare = await openDB(name);
  expect([bare.version, sorted(bare.objectStoreNames)]).toEqual([layouts.length, sorted(newest)]);
  bare.close();
});

test('a new database is of the newest version, with nothing more in it', async () => {
  const store = createIdbStore(clock, 'new');
  await store.load();
  await store.close();
  const bare = await openDB('new');
  expect([bare.version, sorted(bare.objectStoreNames)]).toEqual([layouts.length, sorted(newest)]);
  bare.close();
});
