import type { RecordedBodies, RequestDetails, RequestRecord } from '../../contract/log.ts';
import type { Redactor } from '../redact/redactor.ts';
import { createBoundedMap } from '../utils/bounded-map.ts';
import { MOST_STORED, type StoredRequests } from './stored-requests.ts';

export interface RequestLog {
  /** Costs next to nothing: it is stored a moment later. */
  add(record: RequestRecord, bodies?: RecordedBodies): void;
  /** The same for somebody who was not let in. Kept apart, so that strangers never push out what matters. */
  addRefused(record: RequestRecord, bodies?: RecordedBodies): void;
  /** The newest first, without secrets; also what earlier processes and other relays have stored. */
  newest(limit?: number): Promise<readonly RequestRecord[]>;
  /** One of them with what was said, without secrets. */
  find(id: string): Promise<RequestDetails | undefined>;
  /**
   * Resolves when nothing of them is left, in memory or in the store.
   * @throws {ProxyError} `not_stored`
   */
  clear(): Promise<void>;
  /** Hands what is not stored yet to the journal. */
  handOver(): void;
}

/** Texts of so many requests are kept: at four of 64 Ki letters each they stay within 13 MiB, and mostly far below. */
const BODIES_KEPT = 50;
/** Requests of strangers that are kept, in memory only. */
const REFUSED_KEPT = 50;

/**
 * The latest requests. The store has them for the time after this process; what is not there yet, or cannot get there, is
 * in memory, as is what was said. Secrets are taken out before a record is stored and again when it is read.
 */
export function createRequestLog(deps: {
  readonly stored: StoredRequests;
  readonly redactor: Redactor;
  /** Records kept in memory. */
  readonly capacity?: number;
}): RequestLog {
  const { stored, redactor, capacity = MOST_STORED } = deps;
  /** All by id, the oldest first. */
  const recent = createBoundedMap<string, RequestRecord>({ maxEntries: capacity });
  const refused = createBoundedMap<string, RequestRecord>({ maxEntries: REFUSED_KEPT });
  const bodiesOf = createBoundedMap<string, RecordedBodies>({ maxEntries: BODIES_KEPT });
  const refusedBodies = createBoundedMap<string, RecordedBodies>({ maxEntries: REFUSED_KEPT });
  /** In which order records came, where the clock does not tell. */
  const places = new WeakMap<RequestRecord, number>();
  let place = 0;

  /** What the store has and what it has not got yet. */
  async function all(): Promise<readonly RequestRecord[]> {
    const mine = [...recent.keys()];
    const kept = await stored.read().catch(() => undefined);
    const byId = new Map((kept ?? []).map((record) => [record.id, record]));
    // Another relay has cleared the log.
    if (kept !== undefined) for (const id of mine) if (!byId.has(id)) recent.delete(id);
    for (const [id, record] of [...recent, ...refused]) byId.set(id, record);
    const placeOf = (record: RequestRecord) => places.get(record) ?? 0;
    return [...byId.values()].sort((a, b) => a.endedAt - b.endedAt || placeOf(a) - placeOf(b));
  }

  return {
    add(record, bodies) {
      places.set(record, ++place);
      recent.set(record.id, record);
      stored.add(record);
      if (bodies !== undefined) bodiesOf.set(record.id, bodies);
    },
    addRefused(record, bodies) {
      places.set(record, ++place);
      refused.set(record.id, record);
      if (bodies !== undefined) refusedBodies.set(record.id, bodies);
    },
    async newest(limit = capacity) {
      const newestFirst = [...(await all())].reverse();
      return newestFirst.slice(0, limit).map((record) => redactor.redact(record) as RequestRecord);
    },
    async find(id) {
      const record = recent.get(id) ?? refused.get(id) ?? (await all()).find((one) => one.id === id);
      if (record === undefined) return undefined;
      const bodies = bodiesOf.get(id) ?? refusedBodies.get(id);
      return redactor.redact({ ...record, ...(bodies && { bodies }) }) as RequestDetails;
    },
    async clear() {
      for (const map of [recent, refused, bodiesOf, refusedBodies]) map.clear();
      await stored.clear();
    },
    handOver: stored.handOver,
  };
}
