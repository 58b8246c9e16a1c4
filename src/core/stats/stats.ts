import {
  type GroupBy,
  type StatsQuery,
  type StatsRow,
  type Summary,
  type TimeUnit,
  timeUnits,
} from '../../contract/stats.ts';
import { bucketName, bucketStart } from '../../contract/time-unit.ts';
import type { Store } from '../ports.ts';
import type { Counts } from '../records.ts';
import { addCounts } from '../store/record.ts';
import type { Journal } from '../store/write-behind.ts';
import { type Call, countCall, summarize } from './call.ts';

export interface Stats {
  /** Counts a call. A microsecond, whatever is stored already. */
  record(call: Call): void;
  /** Rows by time, then by group. Reads only the buckets asked for. */
  query(query: StatsQuery): Promise<readonly StatsRow[]>;
}

/**
 * A call is counted three times in every unit: under its model, its key and its client. Each kind of question then reads
 * few buckets, and their number grows with keys plus clients, not with keys times clients.
 */
const families = ['model', 'key', 'client'] as const;
type Family = (typeof families)[number];

const familyOf: Readonly<Record<GroupBy, Family>> = {
  all: 'model',
  model: 'model',
  key: 'key',
  'key-model': 'key',
  client: 'client',
  'client-model': 'client',
};

const HOUR = 3_600_000;

/** How long a bucket is kept after it began, in ms. */
export const keptFor: Readonly<Record<TimeUnit, number>> = {
  minute: 2 * HOUR,
  hour: 8 * 24 * HOUR,
  day: 400 * 24 * HOUR,
};

/** Names from clients are cut to this, so that nobody can fill the disk with one. */
const longestName = 200;

/** Calls that go to the same buckets. */
interface Gathered {
  /** The first of them. */
  readonly call: Call;
  readonly counts: Record<string, number>;
}

export function createStats({ store, journal }: { store: Pick<Store, 'scan'>; journal: Journal }): Stats {
  let latest = { minute: -1, buckets: bucketsAt(0) };

  /** Names change once a minute, and making them takes longer than counting. */
  function bucketsOf(at: number) {
    const minute = Math.floor(at / 60_000);
    if (latest.minute !== minute) latest = { minute, buckets: bucketsAt(at) };
    return latest.buckets;
  }

  async function read({ unit, from, to, by }: StatsQuery): Promise<Array<readonly [string, Counts]>> {
    const prefix = `${unit}/${familyOf[by]}|`;
    // `}` follows `|`, so the range ends behind the last bucket that begins before `to`.
    const end = `${prefix}${bucketName(unit, to - 1)}}`;
    return [...(await store.scan('buckets', `${prefix}${bucketName(unit, from)}`, end))];
  }

  /** By minute, key, model and client: what was counted since the journal last asked. */
  let gathered = new Map<string, Gathered>();

  const announce = journal.gather(() => {
    const taken = gathered;
    gathered = new Map();
    for (const sum of taken.values()) queue(sum);
  });

  function queue({ call, counts }: Gathered): void {
    const model = asKeyPart(call.model);
    const client = call.client === undefined ? undefined : asKeyPart(call.client);
    for (const { prefix, expiresAt } of bucketsOf(call.endedAt)) {
      journal.add('buckets', `${prefix.model}${model}`, counts, { expiresAt });
      journal.add('buckets', `${prefix.key}${call.credentialId}|${model}`, counts, { expiresAt });
      if (client !== undefined) journal.add('buckets', `${prefix.client}${client}|${model}`, counts, { expiresAt });
    }
  }

  return {
    record(call) {
      const { credentialId, model, client, endedAt } = call;
      const id = `${Math.floor(endedAt / 60_000)} ${credentialId} ${model} ${client}`;
      let sum = gathered.get(id);
      if (sum === undefined) {
        sum = { call, counts: {} };
        gathered.set(id, sum);
        announce();
      }
      countCall(sum.counts, call);
    },

    async query(query) {
      await journal.flush('relaxed');
      const sums = new Map<string, { row: Omit<StatsRow, keyof Summary>; counts: Counts }>();
      for (const [key, counts] of await read(query)) {
        const row = rowOf(query, key);
        const { start, ...group } = row;
        const id = JSON.stringify(query.total ? group : row);
        const before = sums.get(id);
        sums.set(id, { row: before?.row ?? row, counts: addCounts(before?.counts ?? {}, counts) });
      }
      return [...sums.values()].map(({ row, counts }) => ({ ...row, ...summarize(counts) }));
    },
  };
}

function bucketsAt(at: number) {
  return timeUnits.map((unit) => {
    const name = bucketName(unit, at);
    const prefix = Object.fromEntries(families.map((family) => [family, `${unit}/${family}|${name}|`]));
    return { prefix: prefix as Record<Family, string>, expiresAt: bucketStart(unit, name) + keptFor[unit] };
  });
}

function rowOf({ unit, by }: StatsQuery, key: string): Omit<StatsRow, keyof Summary> {
  const [, bucket = '', first = '', second = ''] = key.split('|').map(decodeURIComponent);
  const start = bucketStart(unit, bucket);
  switch (by) {
    case 'all':
      return { start };
    case 'model':
      return { start, model: first };
    case 'key':
      return { start, credentialId: first };
    case 'key-model':
      return { start, credentialId: first, model: second };
    case 'client':
      return { start, client: first };
    case 'client-model':
      return { start, client: first, model: second };
  }
}

/** Leaves everything readable but what a key is taken apart by. */
const asKeyPart = (name: string): string => name.slice(0, longestName).replace(/[%|]/g, encodeURIComponent);
