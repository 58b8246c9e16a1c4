import type { Database } from 'node-sqlite3-wasm';
import { StorageError } from '../lock.ts';

/** Step n takes a database from version n to n + 1. A step that was ever released is never changed. */
export const migrations: readonly string[] = [
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
 * @param steps what leads from each version to the next.
 * @throws {StorageError} when a newer Hajimi has written it.
 */
export function migrate(db: Database, steps: readonly string[] = migrations): void {
  const version = Number(db.get('PRAGMA user_version')?.user_version);
  if (version > steps.length) {
    throw new StorageError({
      en: 'The stored data was written by a newer version of Hajimi. Update this one to use it.',
      zh: '存储的数据由更新版本的 Hajimi 写入。请更新此版本后再使用。',
    });
  }
  if (version === steps.length) return;
  db.exec('BEGIN IMMEDIATE');
  try {
    for (const step of steps.slice(version)) db.exec(step);
    db.exec(`PRAGMA user_version = ${steps.length}; COMMIT`);
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
}
