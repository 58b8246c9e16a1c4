import type { ErrorCode, Phrase } from '../errors.ts';
import type { AttemptRecord, Usage } from '../pool/types.ts';
import type { Redactor } from './redact.ts';

/** One request of a client, from its arrival to its end. Times in ms since the epoch. */
export interface RequestRecord {
  readonly id: string;
  readonly startedAt: number;
  readonly endedAt: number;
  /** When the first byte of our answer went out; absent where it had no body. */
  readonly firstByteAt?: number;
  /** Who asked: `Caller.id`. */
  readonly client: string;
  readonly method: string;
  /** Path without the query, which may hold a password. */
  readonly path: string;
  /** Upstream model id; absent where none was asked. */
  readonly model?: string;
  /** HTTP status of our answer. */
  readonly status: number;
  readonly attempts: readonly AttemptRecord[];
  readonly usage?: Usage;
  /** Kept from an earlier request: nobody was asked. */
  readonly fromCache?: boolean;
  /** The answer was not sent to its end: the client left, or it broke. */
  readonly cutShort?: boolean;
  /** Why it failed, as the client was told. */
  readonly error?: Phrase;
  /** Which error that was. */
  readonly errorCode?: ErrorCode;
}

/** What was said, each as text and cut where it is too long; only while the setting `recordBodies` is on. */
export interface RecordedBodies {
  /** As the client sent it. */
  readonly request?: string;
  /** As Google was asked. */
  readonly converted?: string;
  /** As Google answered, an event a line. */
  readonly upstream?: string;
  /** As the client was answered. */
  readonly answer?: string;
}

export interface RequestDetails extends RequestRecord {
  readonly bodies?: RecordedBodies;
}

export interface RequestLog {
  add(record: RequestRecord, bodies?: RecordedBodies): void;
  /** The newest first, without secrets. */
  newest(limit?: number): readonly RequestRecord[];
  /** One of them with what was said, without secrets. */
  find(id: string): RequestDetails | undefined;
  clear(): void;
}

/** Texts of so many requests are kept: at four of 64 Ki letters each they stay within 13 MiB, and mostly far below. */
const BODIES_KEPT = 50;

/**
 * The latest requests, in memory only: it forgets the oldest, and all of them with the process.
 * Secrets are taken out when it is read, which is seldom, and not with every request.
 */
export function createRequestLog({ capacity, redactor }: { capacity: number; redactor: Redactor }): RequestLog {
  const ring: RequestRecord[] = [];
  const bodiesOf = new Map<string, RecordedBodies>();
  let next = 0;
  return {
    add(record, bodies) {
      ring[next] = record;
      next = (next + 1) % capacity;
      if (bodies === undefined) return;
      bodiesOf.set(record.id, bodies);
      const [oldest] = bodiesOf.keys();
      if (oldest !== undefined && bodiesOf.size > BODIES_KEPT) bodiesOf.delete(oldest);
    },
    newest(limit = capacity) {
      const inOrder = [...ring.slice(next), ...ring.slice(0, next)];
      return inOrder
        .reverse()
        .slice(0, limit)
        .map((record) => redactor.redact(record) as RequestRecord);
    },
    find(id) {
      const record = ring.find((one) => one.id === id);
      if (record === undefined) return undefined;
      const bodies = bodiesOf.get(id);
      return redactor.redact({ ...record, ...(bodies && { bodies }) }) as RequestDetails;
    },
    clear() {
      ring.length = 0;
      next = 0;
      bodiesOf.clear();
    },
  };
}
