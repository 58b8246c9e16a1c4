import type { Kept } from './database.ts';

interface Table {
  getAllKeys(range?: IDBKeyRange): Promise<readonly string[]>;
  getAll(range?: IDBKeyRange): Promise<readonly Kept[]>;
  /** Newer than the types: Chromium 141. Takes half the time of the other two together. */
  getAllRecords?(options: {
    query?: IDBKeyRange;
  }): Promise<ReadonlyArray<{ readonly key: string; readonly value: Kept }>>;
}

/** All records of a table with their keys and in the order of these, or those within a range. */
export async function entriesOf(table: Table, range?: IDBKeyRange): Promise<Array<[key: string, kept: Kept]>> {
  if (table.getAllRecords) {
    const records = await table.getAllRecords(range === undefined ? {} : { query: range });
    return records.map(({ key, value }) => [key, value]);
  }
  const [keys, kept] = await Promise.all([table.getAllKeys(range), table.getAll(range)]);
  return kept.flatMap((one, index) => {
    const key = keys[index];
    return key === undefined ? [] : [[key, one]];
  });
}
