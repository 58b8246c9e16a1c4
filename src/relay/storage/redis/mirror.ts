/** The hot records as they were at the relay's position in the row of commits. For a Redis that went and came back. */
import type { Change, Hot, HotRecords, Ids, Snapshot } from '../../../core/ports.ts';
import type { Counts } from '../../../core/records.ts';
import { addCounts, hotCollections, isHot } from '../../../core/store/record.ts';

interface Kept {
  readonly value: HotRecords[Hot];
  readonly expiresAt: number | undefined;
}

export type HotTables = Readonly<Record<Hot, Map<string, Kept>>>;

export interface Mirror {
  apply(changes: readonly Change[]): void;
  /** What leads from here to those tables, which then are here. Counters only ever grow, so they are added to. */
  turnInto(tables: HotTables): Change[];
  tables(): HotTables;
}

export const emptyTables = (): HotTables =>
  Object.fromEntries(hotCollections.map((name) => [name, new Map<string, Kept>()])) as unknown as HotTables;

/** Without what has expired. */
export const snapshotOf = (tables: HotTables, now: number): Snapshot =>
  Object.fromEntries(
    hotCollections.map((name) => [
      name,
      new Map(
        [...tables[name]]
          .filter(([, { expiresAt }]) => expiresAt === undefined || expiresAt > now)
          .map(([key, { value }]) => [key, value]),
      ),
    ]),
  ) as unknown as Snapshot;

export function createMirror(first: HotTables, ids: Ids): Mirror {
  let tables = first;

  function applyOne(change: Change): void {
    if (!isHot(change.in)) return;
    const table = tables[change.in];
    switch (change.op) {
      case 'put':
        table.set(change.key, { value: change.value as HotRecords[Hot], expiresAt: change.expiresAt });
        break;
      case 'delete':
        table.delete(change.key);
        break;
      case 'add': {
        const before = table.get(change.key);
        const counts = addCounts((before?.value ?? {}) as Counts, change.counts);
        table.set(change.key, { value: counts, expiresAt: change.expiresAt ?? before?.expiresAt });
      }
    }
  }

  return {
    apply: (changes) => changes.forEach(applyOne),
    turnInto(next) {
      const changes = hotCollections.flatMap((name) => [
        ...gone(name, tables[name], next[name]),
        ...different(name, tables[name], next[name]),
      ]);
      tables = next;
      return changes.map((change) => ({ id: ids(), ...change }) as Change);
    },
    tables: () => tables,
  };
}

const gone = (name: Hot, before: Map<string, Kept>, after: Map<string, Kept>): object[] =>
  [...before.keys()].filter((key) => !after.has(key)).map((key) => ({ op: 'delete', in: name, key }));

function different(name: Hot, before: Map<string, Kept>, after: Map<string, Kept>): object[] {
  return [...after].flatMap(([key, { value, expiresAt }]): object[] => {
    const known = before.get(key)?.value;
    if (known !== undefined && JSON.stringify(known) === JSON.stringify(value)) return [];
    const expiry = expiresAt === undefined ? {} : { expiresAt };
    if (name !== 'counters') return [{ op: 'put', in: name, key, value, ...expiry }];
    const counts = growth((known ?? {}) as Counts, value as Counts);
    return Object.keys(counts).length === 0 ? [] : [{ op: 'add', in: name, key, counts, ...expiry }];
  });
}

const growth = (before: Counts, after: Counts): Counts =>
  Object.fromEntries(
    Object.entries(after)
      .map(([name, count]) => [name, count - (before[name] ?? 0)] as const)
      .filter(([, by]) => by > 0),
  );
