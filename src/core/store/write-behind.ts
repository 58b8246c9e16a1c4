import { type Phrase, ProxyError } from '../errors.ts';
import type { Change, Clock, Collection, Counted, Durability, Ids, Log, Store, StoredRecords } from '../ports.ts';
import type { Counts } from '../records.ts';
import { ContentError } from './content-error.ts';
import { addCounts, increase } from './record.ts';
import { createSetAside } from './set-aside.ts';

/** A queued change waits this long for others to share its commit, in ms. */
const longestWait = 250;
/** So many queued changes are committed without waiting. */
const fullBatch = 512;
/** Longest pause between tries of a failing commit, in ms. */
const longestPause = 30_000;
/** So many records that were set aside are remembered by name. */
const mostSetAside = 100;

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
   * For counts that come with every request and go to many records: whoever has them adds them up, and queues the sums when
   * the journal asks.
   * @param handOver called before the commit that follows an announcement.
   * @returns announces that there is something; it counts as pending from then on.
   */
  gather(handOver: () => void): () => void;
  /**
   * Commits everything queued so far, in order. Resolves when it is as durable as asked.
   * @throws {ProxyError} `not_stored`. The changes stay and are tried again, under the same ids, until they are in.
   * @throws {ProxyError} `not_storable` where the store refused a change, for what it holds, that was queued since the
   *   flush before. It was set aside, so that it keeps nothing else from being stored; a later change to the same record is
   *   tried like any other.
   */
  flush(durability: Durability): Promise<void>;
  /** Changes that the store has not acknowledged yet. */
  readonly pending: number;
  /** Why the last commit failed, or what was set aside, for a person to read; undefined while all is well. */
  readonly trouble: Phrase | undefined;
}

export interface JournalPorts {
  readonly store: Pick<Store, 'commit' | 'whenBack'>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

type Unsent<C = Change> = C extends Change ? Omit<C, 'id'> : never;

/** The changes between two flushes; the second tells of those among them that were refused. */
interface Round {
  readonly refused: Refusal[];
}

interface Refusal {
  readonly record: string;
  readonly reason: string;
}

interface Queued {
  readonly change: Unsent;
  readonly round: Round;
}

interface Entry {
  readonly change: Change;
  readonly round: Round;
}

interface Batch {
  /** In order; more than one where a part of the batch failed for its content, and nobody said for which. */
  readonly pieces: ReadonlyArray<readonly Entry[]>;
  readonly durability: Durability;
}

/**
 * Batches writes: a commit happens 250 ms after the first queued change, at 512 changes, or on `flush`, and only one at
 * a time. A killed process loses at most what is `pending`.
 */
export function createJournal({ store, clock, ids, log }: JournalPorts): Journal {
  /** One change by record: what comes later to the same record is folded into it. */
  let queue = new Map<string, Queued>();
  /** Handed to the store and not acknowledged. It keeps its ids, because a failed commit may still have been applied. */
  let inDoubt: Batch | undefined;
  /** The strongest durability that was asked for since the queue was last taken. */
  let asked: Durability = 'relaxed';
  let lastCommit: Promise<void> = Promise.resolve();
  let wakeUpIsSet = false;
  let failures = 0;
  let trouble: Phrase | undefined;
  let round: Round = { refused: [] };
  const setAside = createSetAside(mostSetAside);
  /** Those who have something to queue before the next commit. */
  const announced = new Set<() => void>();

  function enqueue(change: Unsent): void {
    const record = recordOf(change);
    const before = queue.get(record);
    if (before !== undefined) {
      queue.set(record, { change: fold(before.change, change), round });
      return;
    }
    queue.set(record, { change, round });
    if (failures > 0) return; // The next try is set already and takes this along.
    // A microtask later, so that whoever queues much and then flushes strictly gets it all into one strict commit.
    if (queue.size === fullBatch) queueMicrotask(flushQuietly);
    else wakeUpIn(longestWait);
  }

  function wakeUpIn(delay: number): void {
    if (wakeUpIsSet) return;
    wakeUpIsSet = true;
    clock.after(delay, () => {
      wakeUpIsSet = false;
      flushQuietly();
    });
  }

  function takeAnnounced(): void {
    for (const handOver of announced) {
      announced.delete(handOver);
      handOver();
    }
  }

  function flush(durability: Durability): Promise<void> {
    takeAnnounced();
    asked = stronger(asked, durability);
    const own = round;
    round = { refused: [] };
    const commit = lastCommit.then(commitAll).then(() => {
      const [first] = own.refused;
      if (first !== undefined) throw new ProxyError('not_storable', { ...first });
    });
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
    const entries = [...queue.values()].map((queued): Entry => {
      return { change: { id: ids(), ...queued.change }, round: queued.round };
    });
    const batch = { pieces: [entries], durability: asked };
    queue = new Map();
    asked = 'relaxed';
    return batch;
  }

  async function commitInDoubt(): Promise<void> {
    while (inDoubt !== undefined) {
      const { pieces, durability } = inDoubt;
      const [piece = [], ...later] = pieces;
      const left = await commitPiece(piece, stronger(durability, asked));
      const rest = [...left, ...later];
      inDoubt = rest.length === 0 ? undefined : { pieces: rest, durability };
    }
    failures = 0;
    trouble = undefined;
  }

  /** @returns what is still to be committed of it. @throws what the store throws that is away or full. */
  async function commitPiece(piece: readonly Entry[], durability: Durability): Promise<Array<readonly Entry[]>> {
    if (piece.length === 0) return [];
    try {
      await store.commit(
        piece.map(({ change }) => change),
        durability,
      );
    } catch (error) {
      return withoutRefused(piece, error);
    }
    for (const { change } of piece) setAside.stored(recordOf(change));
    return [];
  }

  async function withoutRefused(piece: readonly Entry[], error: unknown): Promise<Array<readonly Entry[]>> {
    if (error instanceof ContentError) {
      const isRefused = ({ change }: Entry) => error.refused.has(change.id);
      if (piece.some(isRefused)) {
        for (const entry of piece.filter(isRefused)) refuse(entry, error);
        return [piece.filter((entry) => !isRefused(entry))];
      }
    }
    if (!isFaultOfCode(error)) throw error;
    // Something on the way to the store failed at one of them, and did not say at which.
    const half = Math.ceil(piece.length / 2);
    if (piece.length > 1) return [piece.slice(0, half), piece.slice(half)];
    if (!(await takesAnything())) throw error;
    for (const entry of piece) refuse(entry, error);
    return [];
  }

  /** Whether it is the change that is at fault and not the store: that nobody is in ill health is always true. */
  const takesAnything = (): Promise<boolean> =>
    store.commit([{ id: ids(), op: 'delete', in: 'health', key: '' }], 'relaxed').then(
      () => true,
      () => false,
    );

  function refuse({ change, round: whose }: Entry, error: unknown): void {
    const record = recordOf(change);
    const reason = error instanceof Error ? error.message : String(error);
    whose.refused.push({ record, reason });
    setAside.add(record, reason);
    const message = 'A change cannot be stored for what it holds, and is left out; all others are stored';
    log.write({ level: 'error', event: 'change-not-storable', message, record, error });
  }

  const pending = (): number => (inDoubt?.pieces.flat().length ?? 0) + queue.size + announced.size;

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
    gather: (handOver) => () => {
      announced.add(handOver);
      if (failures === 0) wakeUpIn(longestWait);
    },
    flush,
    get pending() {
      return pending();
    },
    get trouble() {
      return trouble ?? setAside.phrase;
    },
  };
}

const notWritten = (reason: string): Phrase => ({
  en: `What changes cannot be written and is kept in memory until it can: ${reason}`,
  zh: `改动暂时无法写入，恢复之前仅存于内存：${reason}`,
});

/** Of our code or the language, at something that it was given; a disk or database that fails says it otherwise. */
const isFaultOfCode = (error: unknown): boolean =>
  [TypeError, RangeError, URIError, SyntaxError, ReferenceError].some((kind) => error instanceof kind) ||
  error instanceof ContentError;

const recordOf = (change: Pick<Change, 'in' | 'key'>): string => `${change.in} ${change.key}`;

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
