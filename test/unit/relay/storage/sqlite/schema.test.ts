import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sqlite, { type Database } from 'node-sqlite3-wasm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate, migrations } from '../../../../../src/relay/storage/sqlite/schema.ts';
import { openFileStore } from '../../../../../src/relay/storage/sqlite/store.ts';

/** What each released version left on a disk. Never made anew: that is what the files are for. */
const fixture = (version: number) =>
  fileURLToPath(new URL(`../../../../fixtures/store/version-${version}.db`, import.meta.url));

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hajimi-schema-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const file = () => join(folder, 'hajimi.db');

it.each(migrations.map((_, index) => index + 1))('what version %i wrote is read by this one', async (version) => {
  copyFileSync(fixture(version), file());
  const store = await openFileStore(folder, { now: () => 1_795_000_000_000 });
  const { credentials, settings, counters } = await store.load();
  expect(credentials.get('0123456789abcdef')).toMatchObject({ label: 'mine', note: '备注', limits: { perDay: 7 } });
  expect(settings.get('maxRetryNum')).toBe(3);
  expect(counters.get('0123456789abcdef|gemini-2.5-flash|2026-11-24')).toEqual({ requests: 2 });
  expect(await store.read('signatures', '😀')).toBe('c2ln');
  // A change that was applied then is not applied again.
  const again = {
    in: 'counters',
    key: '0123456789abcdef|gemini-2.5-flash|2026-11-24',
    counts: { requests: 2 },
  } as const;
  await store.commit([{ id: 'c3', op: 'add', ...again }], 'strict');
  expect((await store.load()).counters.get(again.key)).toEqual({ requests: 2 });
  await store.close();
});

describe('a coming version', () => {
  const coming = [...migrations, 'ALTER TABLE record ADD COLUMN written_at INTEGER'];
  let db: Database;
  beforeEach(() => {
    copyFileSync(fixture(1), file());
    db = new sqlite.Database(file());
    // As the store does: this build of SQLite reads a log in exclusive mode only.
    db.exec('PRAGMA locking_mode = EXCLUSIVE');
  });
  afterEach(() => db.close());

  const version = () => db.get('PRAGMA user_version')?.user_version;
  const records = () => db.get('SELECT count(*) AS n FROM record')?.n;

  it('takes over what there is, and does so once', () => {
    const before = records();
    migrate(db, coming);
    migrate(db, coming);
    expect([version(), records()]).toEqual([coming.length, before]);
    expect(db.get('SELECT written_at FROM record LIMIT 1')).toEqual({ written_at: null });
  });

  it('leaves everything as it was when one of its steps fails', () => {
    const before = records();
    expect(() => migrate(db, [...coming, 'ALTER TABLE nowhere ADD COLUMN x'])).toThrow();
    expect([version(), records()]).toEqual([1, before]);
    expect(() => db.get('SELECT written_at FROM record')).toThrow(/no such column/);
  });
});
