import { type Phrase, ProxyError } from '../errors.ts';
import type {
  Change,
  Clock,
  Collection,
  Counted,
  Counts,
  Durability,
  Ids,
  Log,
  Store,
  StoredRecords,
} from '../ports.ts';
import { addCounts } from './record.ts';

/** A queued change waits this long for others to share its commit, in ms. */
const longestWait = 250;
/** So many queued changes are committed without waiting. */
const fullBatch = 512;
/** Longest pause between tries of a failing commit, in ms. */
const longestPause = 30_000;

export interface WriteOptions {
  /** Ms since the epoch; see `Change`. */
  readonly expiresAt?: number;
}

/** The one way by which the core writes to its store. */
export interface Journal {
  put<C extends Collection>(collection: C, key: string, value: StoredRecords[C], options?: WriteOptions): void;
  /** Increments; several to the same record share one change. */
  add(collection: Counted, key: string, counts: Counts, options?: WriteOptions): void;
  delete(collection: Collection, key: string): void;
  /**
   * Commits everything queued so far, in order. Resolves when it is as durable as asked.
   * @throws {ProxyError} `not_stored`. The changes stay and are tried again, under the same ids, until they are in.
   */
  flush(durability: Durability): Promise<void>;
  /** Changes that the store has not acknowledged yet. */
  readonly pending: number;
  /** Why the last commit failed, for a person to read; undefined while all is well. */
  readonly trouble: Phrase | undefined;
}

export interface JournalPorts {
  readonly store: Pick<Store, 'commit' | 'whenBack'>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

type Unsent<C = Change> = C extends Change ? Omit<C, 'id'> : never;

interface Batch {
  readonly changes: readonly Change[];
  readonly durability: Durability;
}

/**
 * Batches writes: a commit happens 250 ms after the first queued change, at 512 changes, or on `flush`, and only one at
 * a time. A killed process loses at most what is `pending`.
 */
export function createJournal({ store, clock, ids, log }: JournalPorts): Journal {
  /** One change by record: what comes later to the same record is folded into it. */
  let queue = new Map<string, Unsent>();
  /** Handed to the store and not acknowledged. It keeps its ids, because a failed commit may still have been applied. */
  let inDoubt: Batch | undefined;
  /** The strongest durability that was asked for since the queue was last taken. */
  let asked: Durability = 'relaxed';
  let lastCommit: Promise<void> = Promise.resolve();
  let wakeUpIsSet = false;
  let failures = 0;
  let trouble: Phrase | undefined;

  function enqueue(change: Unsent): void {
    const record = `${change.in} ${change.key}`;
    const before = queue.get(record);
    if (before !== undefined) {
      queue.set(record, fold(before, change));
      return;
    }
    queue.set(record, change);
    if (failures > 0) return; // The next try is set already and takes this along.
    // A microtask later, so that whoever queues much and then flushes strictly gets it all into one strict commit.
    if (queue.size === fullBatch) queueMicrotask(flushQuietly);
    else wakeUpIn(longestWait);
  }

  function wakeUpIn(delay: number): void {
    if (wakeUpIsSet) return;
    wakeUpIsSet = true;
    void clock.sleep(delay).then(() => {
      wakeUpIsSet = false;
      flushQuietly();
    });
  }

  function flush(durability: Durability): Promise<void> {
    asked = stronger(asked, durability);
    const commit = lastCommit.then(commitAll);
    lastCommit = commit.catch(() => undefined);
    return commit;
  }

  function flushQuietly(): void {
    flush('relaxed').catch(() => undefined); // `commitAll` has told the log and set the next try.
  }

  async function commitAll(): Promise<void> {
    try {
      await commitInDoubt();
      inDoubt = takeQueue();
      await commitInDoubt();
    } catch (error) {
      failures += 1;
      const reason = error instanceof Error ? error.message : String(error);
      trouble = notWritten(reason);
      // The first of a row tells what is wrong; the others only that it still is.
      const level = failures === 1 ? 'error' : 'debug';
      log.write({ level, event: 'store-commit-failed', error, failures, pending: pending() });
      if (failures === 1) void store.whenBack?.().then(flushQuietly);
      wakeUpIn(Math.min(longestPause, longestWait * 2 ** failures));
      throw new ProxyError('not_stored', { reason }, undefined, { cause: error });
    }
  }

  function takeQueue(): Batch {
    const batch = { changes: [...queue.values()].map((change) => ({ id: ids(), ...change })), durability: asked };
    queue = new Map();
    asked = 'relaxed';
    return batch;
  }

  async function commitInDoubt(): Promise<void> {
    if (inDoubt === undefined) return;
    const { changes, durability } = inDoubt;
    if (changes.length > 0) await store.commit(changes, stronger(durability, asked));
    inDoubt = undefined;
    failures = 0;
    trouble = undefined;
  }

  const pending = (): number => (inDoubt?.changes.length ?? 0) + queue.size;

  return {
    put(collection, key, value, options) {
      enqueue({ op: 'put', in: collection, key, value, ...options } as Unsent);
    },
    add(collection, key, counts, options) {
      enqueue({ op: 'add', in: collection, key, counts: { ...counts }, ...options });
    },
    delete(collection, key) {
      enqueue({ op: 'delete', in: collection, key });
    },
    flush,
    get pending() {
      return pending();
    },
    get trouble() {
      return trouble;
    },
  };
}

const notWritten = (reason: string): Phrase => ({
  en: `What changes cannot be written and is kept in memory until it can: ${reason}`,
  zh: `改动暂时无法写入，恢复之前仅存于内存：${reason}`,
});

const stronger = (a: Durability, b: Durability): Durability => (a === 'strict' ? a : b);

/** One change that does to a record what `before` and then `change` do. */
function fold(before: Unsent, change: Unsent): Unsent {
  if (change.op !== 'add') return change;
  const { in: collection, key, counts, op: _, ...expiry } = change;
  switch (before.op) {
    case 'delete':
      return { op: 'put', in: collection, key, value: counts, ...expiry };
    case 'add':
      // In place: the copy is the journal's own, and this happens several times with every request.
      increase(before.counts as Record<string, number>, counts);
      return expiry.expiresAt === undefined ? before : Object.assign(before, expiry);
    case 'put':
      // Only counts are ever added to, so the record that was put before is one of counts.
      return { ...before, value: addCounts(before.value as Counts, counts), ...expiry } as Unsent;
  }
}

function increase(sums: Record<string, number>, by: Counts): void {
  for (const name in by) sums[name] = (sums[name] ?? 0) + (by[name] ?? 0);
}
