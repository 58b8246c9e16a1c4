import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Collection } from '../../core/ports.ts';
import { coldCollections, hotCollections } from '../../core/store/record.ts';

/** Raise it whenever a collection is added: only then is `upgrade` called on databases that exist. */
const layout = 4;

/** A record as it lies in its object store, under its key. */
export interface Kept {
  readonly value: unknown;
  readonly expiresAt?: number;
}

type Tables = { [C in Collection]: { key: string; value: Kept; indexes: { expiresAt: number } } };

export interface Schema extends Tables, DBSchema {
  /** Ids of applied changes, in the order in which they were applied. */
  applied: { key: number; value: { id: string }; indexes: { id: string } };
}

export type Database = IDBPDatabase<Schema>;

export const collections: readonly Collection[] = [...hotCollections, ...coldCollections];

export interface Connection {
  /** The open database; opens it where it is closed. */
  open(): Promise<Database>;
  close(): Promise<void>;
}

/** One connection, kept open and opened anew when the browser or another context ended it. */
export function createConnection(name: string): Connection {
  let current: Promise<Database> | undefined;

  function open(): Promise<Database> {
    if (current) return current;
    const opening = openDB<Schema>(name, layout, {
      upgrade,
      // Another context wants to upgrade or delete the database, and waits until this one has let go.
      blocking: () => void close(),
      terminated: forget,
    });
    current = opening;
    opening.catch(forget);
    return opening;

    function forget() {
      if (current === opening) current = undefined;
    }
  }

  async function close() {
    const closing = current;
    current = undefined;
    (await closing)?.close();
  }

  return { open, close };
}

function upgrade(database: Database) {
  for (const collection of collections) {
    if (database.objectStoreNames.contains(collection)) continue;
    database.createObjectStore(collection).createIndex('expiresAt', 'expiresAt');
  }
  if (database.objectStoreNames.contains('applied')) return;
  database.createObjectStore('applied', { autoIncrement: true }).createIndex('id', 'id', { unique: true });
}
