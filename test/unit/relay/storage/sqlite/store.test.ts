import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sqlite from 'node-sqlite3-wasm';
import { afterEach, describe, expect, it } from 'vitest';
import type { Change } from '../../../../../src/core/ports.ts';
import type { CredentialRecord } from '../../../../../src/core/records.ts';
import { type FileStore, openFileStore } from '../../../../../src/relay/storage/sqlite/store.ts';
import { describeStore } from '../../../../contract/describe-store.ts';

const newDirectory = () => mkdtempSync(join(tmpdir(), 'hajimi-store-'));

function openRaw(folder: string) {
  const db = new sqlite.Database(join(folder, 'hajimi.db'));
  db.exec('PRAGMA locking_mode = EXCLUSIVE');
  return db;
}

describeStore('the file store', async (clock) => {
  const directory = newDirectory();
  let store = await openFileStore(directory, clock);
  return {
    store,
    async reopen() {
      await store.close();
      store = await openFileStore(directory, clock);
      return store;
    },
    async dispose() {
      await store.close();
      rmSync(directory, { recursive: true });
    },
  };
});

describe('the file store', () => {
  const time = { now: 1_000_000 };
  const clock = { now: () => time.now };
  const opened: FileStore[] = [];
  const directories: string[] = [];

  async function open(directory: string): Promise<FileStore> {
    const store = await openFileStore(directory, clock);
    opened.push(store);
    return store;
  }
  function directory(): string {
    const made = newDirectory();
    directories.push(made);
    return made;
  }
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close();
    for (const made of directories.splice(0)) rmSync(made, { recursive: true, force: true });
  });

  it('refuses an increment of a record that cannot be read, and takes the rest', async () => {
    const folder = directory();
    const store = await open(folder);
    await store.commit([{ id: 'a', op: 'put', in: 'counters', key: 'c', value: { n: 1 } }], 'strict');
    await store.close();
    const raw = openRaw(folder);
    raw.exec("UPDATE record SET value = '{' WHERE collection = 'counters'");
    raw.close();
    const again = await open(folder);
    const increment = { id: 'b', op: 'add', in: 'counters', key: 'c', counts: { n: 1 } } as const;
    const good = { id: 'c', op: 'put', in: 'sites', key: 's', value: { allowedAt: 1 } } as unknown as Change;
    const error = { name: 'ContentError', refused: new Set(['b']) };
    await expect(again.commit([good, increment], 'strict')).rejects.toMatchObject(error);
    expect(await again.read('sites', 's')).toBeUndefined();
    await again.commit([good], 'strict');
    expect(await again.read('sites', 's')).toEqual({ allowedAt: 1 });
  });

  it.skipIf(process.platform === 'win32')('is for its owner only, whatever the umask', async () => {
    const before = process.umask(0);
    try {
      const folder = join(directory(), 'made', 'deep');
      const store = await open(folder);
      await store.commit([{ id: 'a', op: 'put', in: 'settings', key: 'a', value: 1 }], 'strict');
      const mode = (name: string) => statSync(join(folder, name)).mode & 0o777;
      expect(mode('.')).toBe(0o700);
      expect([mode('hajimi.db'), mode('hajimi.db-wal'), mode('relay.lock')]).toEqual([0o600, 0o600, 0o600]);
    } finally {
      process.umask(before);
    }
  });

  it('removes expired records from the disk, a few with every commit', async () => {
    const folder = directory();
    const store = await open(folder);
    await store.commit(
      Array.from({ length: 100 }, (_, n) => ({
        id: `old${n}`,
        op: 'put' as const,
        in: 'signatures' as const,
        key: `old${n}`,
        value: 'x',
        expiresAt: time.now + 10,
      })),
      'relaxed',
    );
    time.now += 10;
    for (let n = 0; n < 10; n++) {
      await store.commit([{ id: `new${n}`, op: 'put', in: 'settings', key: 'a', value: n }], 'relaxed');
    }
    await store.close();
    const db = openRaw(folder);
    expect(db.get('SELECT count(*) AS n FROM record')).toEqual({ n: 1 });
    db.close();
  });

  const onDisk = (folder: string): string =>
    readdirSync(folder)
      .filter((name) => name === 'hajimi.db' || name === 'hajimi.db-wal')
      .map((name) => readFileSync(join(folder, name), 'latin1'))
      .join();

  it('has nothing of a removed key in its files once that is erased', async () => {
    const folder = directory();
    const store = await open(folder);
    const secret = `AIzaSy${'ErasedForGood'.repeat(2)}`;
    const credential: CredentialRecord = {
      ...{ id: 'k', kind: 'ai-studio', secret, label: '', note: '', addedAt: 1, enabled: true },
      limits: {},
    };
    const removed = { credential, removedAt: 1, health: [], lessons: [], day: '2026-11-30', counts: [] };
    await store.commit([{ id: '1', op: 'put', in: 'credentials', key: 'k', value: credential }], 'strict');
    await store.commit(
      [
        { id: '2', op: 'put', in: 'recentlyRemoved', key: 'k', value: removed },
        { id: '3', op: 'delete', in: 'credentials', key: 'k' },
      ],
      'strict',
    );
    expect(onDisk(folder)).toContain(secret);
    await store.commit([{ id: '4', op: 'delete', in: 'recentlyRemoved', key: 'k' }], 'strict');
    expect(onDisk(folder)).not.toContain('ErasedForGood');
  });

  it('removes all that expired while nobody had it open', async () => {
    const folder = directory();
    const store = await open(folder);
    const changes = Array.from({ length: 500 }, (_, n): Change => {
      const record = { in: 'signatures', key: `old${n}`, value: 'ExpiredLongAgo', expiresAt: time.now + 10 } as const;
      return { id: `old${n}`, op: 'put', ...record };
    });
    await store.commit(changes, 'relaxed');
    await store.close();
    time.now += 10;
    await (await open(folder)).close();
    expect(onDisk(folder)).not.toContain('ExpiredLongAgo');
  });

  it('refuses data of a newer version in plain words, and leaves it alone', async () => {
    const folder = directory();
    await (await open(folder)).close();
    const newer = openRaw(folder);
    newer.exec('PRAGMA user_version = 999');
    newer.close();
    await expect(open(folder)).rejects.toThrow(/newer version of Hajimi/);
    const again = openRaw(folder);
    expect(again.get('PRAGMA user_version')).toEqual({ user_version: 999 });
    again.close();
  });

  it('is opened by one at a time, and by the next after that', async () => {
    const folder = directory();
    const store = await open(folder);
    await expect(open(folder)).rejects.toThrow(/in use by another relay/);
    await store.close();
    await store.close();
    await expect(open(folder)).resolves.toBeDefined();
  });
});
