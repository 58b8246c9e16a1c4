/** The request log in the store: what a person reads of yesterday, or after the browser stopped the worker. */

import type { RequestRecord } from '../../contract/log.ts';
import type { Clock, Store } from '../ports.ts';
import type { Redactor } from '../redact/redactor.ts';
import type { Journal } from '../store/write-behind.ts';
import { storedForm } from './stored-form.ts';

/** At most so many are kept, so many letters of JSON in all, and so long, in ms. */
export const MOST_STORED = 400;
const MOST_LETTERS = 1024 * 1024;
const KEPT_FOR = 7 * 24 * 3_600_000;
/** Records are gathered for so long before they are written, in ms. Of a burst only those are that would be kept. */
const GATHERED_FOR = 1_000;
/** After so many at once they are gathered for longer: most would be deleted again before anybody reads them. */
const BUSY = 100;
const GATHERED_FOR_WHEN_BUSY = 10_000;
/** So many more may lie there before the oldest are deleted. */
const SLACK = 50;

export interface StoredRequests {
  /** Takes no time: it is written a moment later. */
  add(record: RequestRecord): void;
  /** Hands everything added so far to the journal. */
  handOver(): void;
  /**
   * All of them, the oldest first.
   * @throws what the store throws, also where it has not taken in the latest.
   */
  read(): Promise<readonly RequestRecord[]>;
  /**
   * Deletes all, those under way to the store too. Resolves when nothing of them is on disk.
   * @throws {ProxyError} `not_stored`
   */
  clear(): Promise<void>;
}

export interface StoredRequestsDeps {
  readonly store: Pick<Store, 'scan'>;
  readonly journal: Journal;
  readonly clock: Pick<Clock, 'after'>;
  /** Secrets are taken out before anything is written. */
  readonly redactor: Redactor;
}

export function createStoredRequests({ store, journal, clock, redactor }: StoredRequestsDeps): StoredRequests {
  let gathered: RequestRecord[] = [];
  let lastBatch = 0;
  let cancelTimer: (() => void) | undefined;
  /** Letters of each record that is known to lie in the store, by its key and the oldest first. */
  let sizes = new Map<string, number>();
  /** Whether those that an earlier process wrote are among them. */
  let knowsAll = false;
  let serial = 0;

  function handOver(): void {
    cancelTimer?.();
    cancelTimer = undefined;
    const latest = gathered.slice(-MOST_STORED);
    lastBatch = gathered.length;
    gathered = [];
    for (const record of latest) {
      const key = keyOf(record, serial++);
      const kept = storedForm(record, redactor);
      journal.put('requests', key, kept, { expiresAt: record.endedAt + KEPT_FOR });
      sizes.set(key, JSON.stringify(kept).length);
    }
    if (latest.length > 0 && !knowsAll) void scan().catch(() => undefined);
    else if (sizes.size > MOST_STORED + SLACK) deleteOldest();
  }

  function deleteOldest(): void {
    let letters = 0;
    for (const [rank, [key, size]] of [...sizes].reverse().entries()) {
      letters += size;
      if (rank < MOST_STORED && letters <= MOST_LETTERS) continue;
      journal.delete('requests', key);
      sizes.delete(key);
    }
  }

  const scanStore = () => store.scan('requests', '', '\uffff');

  async function scan(): Promise<ReadonlyArray<readonly [string, RequestRecord]>> {
    const found = await scanStore();
    const known = [...sizes];
    sizes = new Map(found.map(([key, record]) => [key, JSON.stringify(record).length]));
    // What is under way to the store is none of the found yet.
    for (const [key, size] of known) if (!sizes.has(key)) sizes.set(key, size);
    knowsAll = true;
    deleteOldest();
    return found;
  }

  return {
    add(record) {
      gathered.push(record);
      if (gathered.length > 2 * MOST_STORED) gathered.splice(0, MOST_STORED);
      cancelTimer ??= clock.after(lastBatch < BUSY ? GATHERED_FOR : GATHERED_FOR_WHEN_BUSY, handOver);
    },
    handOver,
    async read() {
      handOver();
      const mine = [...sizes.keys()];
      await journal.flush('relaxed');
      const found = new Map(await scan());
      // Another relay has deleted them.
      for (const key of mine) if (!found.has(key)) sizes.delete(key);
      return [...found.values()];
    },
    async clear() {
      gathered = [];
      for (const key of sizes.keys()) journal.delete('requests', key);
      sizes.clear();
      for (const [key] of await scanStore()) journal.delete('requests', key);
      await journal.flush('strict');
    },
  };
}

/** Sorts by the time of the end, and within a millisecond in the order of the log. */
const keyOf = ({ endedAt, id }: RequestRecord, serial: number): string =>
  [String(endedAt).padStart(15, '0'), String(serial).padStart(9, '0'), id].join('|');
