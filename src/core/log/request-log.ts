import type { AttemptRecord, Usage } from '../pool/types.ts';
import type { Redactor } from './redact.ts';

/** One request of a client, from its arrival to its end. Times in ms since the epoch. */
export interface RequestRecord {
  readonly id: string;
  readonly startedAt: number;
  readonly endedAt: number;
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
  /** Why it failed, as the client was told. */
  readonly error?: string;
}

export interface RequestLog {
  add(record: RequestRecord): void;
  /** The newest first, without secrets. */
  newest(limit?: number): readonly RequestRecord[];
  clear(): void;
}

/**
 * The latest requests, in memory only: it forgets the oldest, and all of them with the process.
 * Secrets are taken out when it is read, which is seldom, and not with every request.
 */
export function createRequestLog({ capacity, redactor }: { capacity: number; redactor: Redactor }): RequestLog {
  const ring: RequestRecord[] = [];
  let next = 0;
  return {
    add(record) {
      ring[next] = record;
      next = (next + 1) % capacity;
    },
    newest(limit = capacity) {
      const inOrder = [...ring.slice(next), ...ring.slice(0, next)];
      return inOrder
        .reverse()
        .slice(0, limit)
        .map((record) => redactor.redact(record) as RequestRecord);
    },
    clear() {
      ring.length = 0;
      next = 0;
    },
  };
}
