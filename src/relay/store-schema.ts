import type { Database } from 'node-sqlite3-wasm';
import { StorageError } from './storage-lock.ts';

/** Step n takes a database from version n to n + 1. A step that was ever released is never changed. */
const migrations: readonly string[] = [
  `CREATE TABLE record (
     collection TEXT NOT NULL,
     key TEXT NOT NULL,
     value TEXT NOT NULL,      -- JSON
     expires_at INTEGER,       -- ms since the epoch; null: never
     PRIMARY KEY (collection, key)
   ) WITHOUT ROWID;
   CREATE INDEX record_by_expiry ON record (expires_at) WHERE expires_at IS NOT NULL;
   CREATE TABLE applied (      -- the ids of the changes of one commit each
     commit_number INTEGER PRIMARY KEY,
     ids TEXT NOT NULL         -- JSON array
   );`,
];

/**
 * Brings the database to the newest version, all steps or none.
 * @throws {StorageError} when a newer Hajimi has written it.
 */
export function migrate(db: Database): void {
  const version = Number(db.get('PRAGMA user_version')?.user_version);
  if (version > migrations.length) {
    throw new StorageError('The stored data was written by a newer version of Hajimi. Update this one to use it.');
  }
  if (version === migrations.length) return;
  db.exec('BEGIN IMMEDIATE');
  for (const step of migrations.slice(version)) db.exec(step);
  db.exec(`PRAGMA user_version = ${migrations.length}; COMMIT`);
}
