/** The Store port in one database file: SQLite compiled to WebAssembly, so that nothing is compiled or downloaded. */
import { chmodSync, closeSync, fsyncSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from 'node-sqlite3-wasm';
import type {
  Change,
  Clock,
  Cold,
  Collection,
  Durability,
  Snapshot,
  Store,
  StoredRecords,
} from '../../../core/ports.ts';
import type { Counts } from '../../../core/records.ts';
import { ContentError, encodeEach } from '../../../core/store/content-error.ts';
import { addCounts, hotCollections, isExpired } from '../../../core/store/record.ts';
import { lockStorage } from '../lock.ts';
import { makeFolder } from '../make-folder.ts';
import { original, sortable } from '../sortable-key.ts';
import { openAppliedIds } from './applied-ids.ts';
import { loadSqlite, type Sqlite } from './load.ts';
import { migrate } from './schema.ts';

/** A commit removes at most so many expired records beyond the twofold of what it writes, to stay short. */
const prunedAnyway = 16;

export interface FileStore extends Store {
  close(): Promise<void>;
}

/**
 * Opens `hajimi.db` in the folder, which is made where it is missing (mode 0700; the files get 0600).
 * @throws {StorageError} when another relay uses the folder, or a newer one has written it.
 */
export async function openFileStore(directory: string, clock: Pick<Clock, 'now'>): Promise<FileStore> {
  makeFolder(directory);
  const lock = await lockStorage(directory);
  try {
    return createStore(openDatabase(await loadSqlite(), directory, clock), clock, lock.release);
  } catch (error) {
    lock.release();
    throw error;
  }
}

function openDatabase(sqlite: Sqlite, directory: string, clock: Pick<Clock, 'now'>): Database {
  const file = join(directory, 'hajimi.db');
  // The engine's own lock stays behind when a relay is killed. Nobody else can hold it: we have the folder's.
  rmSync(`${file}.lock`, { recursive: true, force: true });
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
  const db = new sqlite.Database(file);
  try {
    // A write-ahead log survives a kill at any moment and needs one sync a commit. Without shared memory, which this
    // build lacks, SQLite allows it in exclusive mode only (sqlite.org/wal.html, section 8).
    db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    // What is deleted may be a key: its place in the file is overwritten.
    db.exec('PRAGMA secure_delete = ON');
    migrate(db);
    sweep(db, clock.now());
    chmodSync(`${file}-wal`, 0o600);
    syncDirectory(directory);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Removes all that expired while no relay ran. A disk that is too full for it is no reason not to start. */
function sweep(db: Database, now: number): void {
  try {
    db.run('DELETE FROM record WHERE expires_at <= ?', now);
  } catch {
    // Nobody sees them, and commits remove some each.
  }
}

/** Without it the file itself may be missing after a power cut. Windows has no such thing and needs none. */
function syncDirectory(directory: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(directory, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

/** What a person wants gone is gone from the file when that is acknowledged. */
const erases = (change: Change): boolean =>
  change.op === 'delete' && (change.in === 'recentlyRemoved' || change.in === 'requests');

interface Kept<V> {
  readonly value: V;
  readonly expiresAt: number | undefined;
}

const textOf = (change: Change): string => (change.op === 'put' ? JSON.stringify(change.value) : '');

/** What SQLite says of a value that it cannot hold, or holds already and cannot read. */
const REFUSALS = /\b(?:too big|mismatch|constraint)\b/i;

/** Tells a change that cannot be stored from a disk that takes none. */
function ofContent(change: Change, use: () => void): void {
  try {
    use();
  } catch (error) {
    if (error instanceof Error && error.name === 'SQLite3Error' && !REFUSALS.test(error.message)) throw error;
    throw ContentError.of([change], error);
  }
}

function createStore(db: Database, clock: Pick<Clock, 'now'>, release: () => void): FileStore {
  const select = db.prepare('SELECT value, expires_at FROM record WHERE collection = ? AND key = ?');
  const selectRange = db.prepare(
    `SELECT key, value FROM record WHERE collection = ? AND key >= ? AND key < ?
       AND (expires_at IS NULL OR expires_at > ?) ORDER BY key`,
  );
  const upsert = db.prepare(
    `INSERT INTO record (collection, key, value, expires_at) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at`,
  );
  const remove = db.prepare('DELETE FROM record WHERE collection = ? AND key = ?');
  const prune = db.prepare(
    `DELETE FROM record WHERE (collection, key) IN
       (SELECT collection, key FROM record WHERE expires_at <= ? ORDER BY expires_at LIMIT ?)`,
  );
  const applied = openAppliedIds(db);
  let synced: Durability = 'strict';

  function find<C extends Collection>(collection: C, key: string): Kept<StoredRecords[C]> | undefined {
    const row = select.get([collection, sortable(key)]);
    if (row === null) return undefined;
    const expiresAt = row.expires_at === null ? undefined : Number(row.expires_at);
    return isExpired(expiresAt, clock.now()) ? undefined : { value: JSON.parse(String(row.value)), expiresAt };
  }

  function put(collection: Collection, key: string, json: string, expiresAt: number | undefined): void {
    upsert.run([collection, sortable(key), json, expiresAt ?? null]);
  }

  /** @param json of the value, where one is put. */
  function apply(change: Change, json: string): void {
    switch (change.op) {
      case 'put':
        put(change.in, change.key, json, change.expiresAt);
        break;
      case 'delete':
        remove.run([change.in, sortable(change.key)]);
        break;
      case 'add': {
        const before: Kept<Counts> | undefined = find(change.in, change.key);
        const sum = addCounts(before?.value ?? {}, change.counts);
        put(change.in, change.key, JSON.stringify(sum), change.expiresAt ?? before?.expiresAt);
        break;
      }
    }
  }

  /** `FULL` syncs the log with every commit; `NORMAL` leaves that to the operating system, which outlives us. */
  function sync(durability: Durability): void {
    if (durability === synced) return;
    db.exec(`PRAGMA synchronous = ${durability === 'strict' ? 'FULL' : 'NORMAL'}`);
    synced = durability;
  }

  function transact(changes: readonly Change[]): void {
    const fresh = new Map(changes.filter(({ id }) => !applied.has(id)).map((change) => [change.id, change]));
    if (fresh.size === 0) return;
    const written = encodeEach([...fresh.values()], (change) => ({ change, json: textOf(change) }));
    db.exec('BEGIN IMMEDIATE');
    try {
      for (const { change, json } of written) ofContent(change, () => apply(change, json));
      prune.run([clock.now(), 2 * fresh.size + prunedAnyway]);
      applied.note([...fresh.keys()]);
      db.exec('COMMIT');
      applied.keep();
    } catch (error) {
      applied.drop();
      if (db.inTransaction) db.exec('ROLLBACK');
      throw error;
    }
  }

  return {
    async load() {
      const tables = Object.fromEntries(hotCollections.map((collection) => [collection, new Map<string, unknown>()]));
      const rows = db.all(
        'SELECT collection, key, value FROM record WHERE expires_at IS NULL OR expires_at > ?',
        clock.now(),
      );
      for (const { collection, key, value } of rows) {
        tables[String(collection)]?.set(original(String(key)), JSON.parse(String(value)));
      }
      return tables as unknown as Snapshot;
    },

    async read<C extends Cold>(collection: C, key: string) {
      return find(collection, key)?.value;
    },

    async scan<C extends Cold>(collection: C, from: string, to: string) {
      const rows = selectRange.all([collection, sortable(from), sortable(to), clock.now()]);
      return rows.map(
        ({ key, value }) => [original(String(key)), JSON.parse(String(value)) as StoredRecords[C]] as const,
      );
    },

    async commit(changes, durability) {
      sync(durability);
      transact(changes);
      // The log still has the pages as they were before.
      if (durability === 'strict' && changes.some(erases)) db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    },

    async close() {
      if (!db.isOpen) return;
      for (const statement of [select, selectRange, upsert, remove, prune, applied]) statement.finalize();
      db.close();
      release();
    },
  };
}
