import 'fake-indexeddb/auto';
import { deleteDB, openDB } from 'idb';
import { expect, test } from 'vitest';
import type { Change } from '../../../../src/core/ports.ts';
import { createIdbStore } from '../../../../src/extension/store/store.ts';
import { describeStore } from '../../../contract/describe-store.ts';

let databases = 0;
const freshName = () => `store-${++databases}`;

describeStore('the IndexedDB store', async (clock) => {
  const name = freshName();
  const store = createIdbStore(clock, name);
  const opened = [store];
  return {
    store,
    async reopen() {
      await store.close();
      const again = createIdbStore(clock, name);
      opened.push(again);
      return again;
    },
    async dispose() {
      for (const one of opened) await one.close();
      await deleteDB(name);
    },
  };
});

const setting = (id: string, value: string, expiresAt?: number): Change => ({
  id,
  op: 'put',
  in: 'settings',
  key: id,
  value,
  ...(expiresAt !== undefined && { expiresAt }),
});

test('sweep removes what has expired and nothing else', async () => {
  const name = freshName();
  const time = { now: 100 };
  const store = createIdbStore({ now: () => time.now }, name);
  await store.commit([setting('gone', 'a', 200), setting('later', 'b', 201), setting('stays', 'c')], 'relaxed');
  time.now = 200;
  await store.sweep();
  const bare = await openDB(name);
  expect(await bare.getAllKeys('settings')).toEqual(['later', 'stays']);
  bare.close();
});

test('remembers only as many ids of changes as it must', async () => {
  const name = freshName();
  const store = createIdbStore({ now: () => 1 }, name);
  for (let round = 0; round < 3; round++) {
    await store.commit(
      Array.from({ length: 5_000 }, (_, n) => setting(`${round}-${n}`, 'x')),
      'relaxed',
    );
  }
  const bare = await openDB(name);
  expect(await bare.count('applied')).toBe(10_000);
  bare.close();
});

test('gives way to a context that deletes the database, and opens it anew when next needed', async () => {
  const name = freshName();
  const store = createIdbStore({ now: () => 1 }, name);
  await store.commit([setting('a', 'x')], 'strict');
  await deleteDB(name);
  expect((await store.load()).settings.size).toBe(0);
  await store.commit([setting('b', 'x')], 'strict');
  expect([...(await store.load()).settings.keys()]).toEqual(['b']);
});

test('two contexts on one database see each other', async () => {
  const name = freshName();
  const [one, other] = [createIdbStore({ now: () => 1 }, name), createIdbStore({ now: () => 1 }, name)];
  const add = (id: string): Change => ({ id, op: 'add', in: 'counters', key: 'c', counts: { n: 1 } });
  await Promise.all([one.commit([add('x')], 'relaxed'), other.commit([add('y')], 'relaxed')]);
  await other.commit([add('x')], 'relaxed');
  expect((await one.load()).counters.get('c')).toEqual({ n: 2 });
});
