import type { Change, Collection, Durability } from '../../core/ports.ts';
import type { Counts } from '../../core/records.ts';
import { ContentError } from '../../core/store/content-error.ts';
import { addCounts, isExpired, rememberedChanges } from '../../core/store/record.ts';
import type { Database, Kept } from './database.ts';

interface Draft {
  readonly in: Collection;
  readonly key: string;
  /** Undefined: the record is not there. */
  kept: Kept | undefined;
  /** What is done to it. */
  readonly changes: Change[];
}

const recordOf = (change: Change) => `${change.in} ${change.key}`;

/**
 * Applies all changes in one transaction, with one read and one write for each record, and remembers their ids.
 * @param now in ms since the epoch.
 */
export async function commitChanges(
  database: Database,
  changes: readonly Change[],
  durability: Durability,
  now: number,
): Promise<void> {
  const scope = new Set<Collection | 'applied'>(['applied', ...changes.map((change) => change.in)]);
  const transaction = database.transaction([...scope], 'readwrite', { durability });
  const applied = transaction.objectStore('applied');
  const ids = applied.index('id');

  async function draftRecords(): Promise<Map<string, Draft>> {
    const drafts = new Map(
      changes.map((change): [string, Draft] => [
        recordOf(change),
        { in: change.in, key: change.key, kept: undefined, changes: [] },
      ]),
    );
    const reading = [...drafts.values()].map(async (draft) => {
      draft.kept = await transaction.objectStore(draft.in).get(draft.key);
    });
    await Promise.all(reading);
    return drafts;
  }

  async function remember(fresh: readonly Change[]): Promise<void> {
    const places = await Promise.all(fresh.map(({ id }) => applied.add({ id })));
    await applied.delete(IDBKeyRange.upperBound(Math.max(0, ...places) - rememberedChanges));
  }

  try {
    const [known, drafts] = await Promise.all([Promise.all(changes.map(({ id }) => ids.getKey(id))), draftRecords()]);
    const fresh = firstOfEachId(changes.filter((_, index) => known[index] === undefined));
    for (const change of fresh) {
      const draft = drafts.get(recordOf(change));
      if (draft) draft.kept = ofContent([change], () => applyChange(draft.kept, change, now));
      draft?.changes.push(change);
    }
    const writing = [...drafts.values()].map(({ in: collection, key, kept, changes: done }) => {
      const table = transaction.objectStore(collection);
      return ofContent(done, () => (kept === undefined ? table.delete(key) : table.put(kept, key)));
    });
    await Promise.all([...writing, remember(fresh)]);
  } catch (error) {
    // A request that fails aborts the transaction by itself; anything else that throws does not.
    transaction.done.catch(() => {});
    try {
      transaction.abort();
    } catch {}
    throw error;
  }
  await transaction.done;
}

/** What IndexedDB throws at once, before it writes, is about the key or value: a store that fails says so later. */
function ofContent<T>(changes: readonly Change[], use: () => T): T {
  try {
    return use();
  } catch (error) {
    if (error instanceof DOMException && !REFUSALS.has(error.name)) throw error;
    throw ContentError.of(changes, error);
  }
}

/** Others at once are about the transaction, such as one that was ended from outside. */
const REFUSALS: ReadonlySet<string> = new Set(['DataError', 'DataCloneError']);

function firstOfEachId(changes: readonly Change[]): Change[] {
  const first = new Map<string, Change>();
  for (const change of changes) if (!first.has(change.id)) first.set(change.id, change);
  return [...first.values()];
}

/** The record after the change, undefined where it leaves none. */
function applyChange(before: Kept | undefined, change: Change, now: number): Kept | undefined {
  switch (change.op) {
    case 'delete':
      return undefined;
    case 'put':
      return keep(change.value, change.expiresAt);
    case 'add': {
      const base = before === undefined || isExpired(before.expiresAt, now) ? undefined : before;
      // Only counts are ever added to.
      const counts = addCounts((base?.value ?? {}) as Counts, change.counts);
      return keep(counts, change.expiresAt ?? base?.expiresAt);
    }
  }
}

const keep = (value: unknown, expiresAt: number | undefined): Kept =>
  expiresAt === undefined ? { value } : { value, expiresAt };
