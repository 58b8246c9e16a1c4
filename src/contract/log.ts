/** `/api/log`: requests as the config page reads them. */

import type { ErrorCode, Phrase } from '../core/errors.ts';
import type { FailureCause } from './keys.ts';

/** One quota that Google named in a 429. */
export interface LearnedQuota {
  /** Google's name, such as `GenerateRequestsPerDayPerProjectPerModel-FreeTier`. */
  readonly quotaId: string;
  readonly window: 'minute' | 'day';
  readonly counts: 'requests' | 'input-tokens';
  readonly limit: number;
  /** The model the quota is for, where Google says so. */
  readonly model?: string;
}

/** A failed attempt, read once and then only decided upon. */
export interface Failure {
  readonly cause: FailureCause;
  /** What the failure speaks about: this key, this key with this model, the model, the request itself, or nothing of these. */
  readonly scope: 'key' | 'key-model' | 'model' | 'request' | 'upstream';
  /** HTTP status of the upstream, 0 where there was none. */
  readonly status: number;
  /** Google's `google.rpc.Code` name, such as `RESOURCE_EXHAUSTED`; empty where unknown. */
  readonly code: string;
  /** Google's words with every secret and upstream URL removed; safe to show to the client. */
  readonly message: string;
  /** Google's own word on when to come back, in ms from the failure. */
  readonly retryAfter?: number;
  readonly quotas: readonly LearnedQuota[];
  /** Google Cloud project or consumer that the error names, to see that two keys share it. */
  readonly project?: string;
}

/** What one answered call used, in tokens, as Google counted it. */
export interface Usage {
  readonly input: number;
  readonly output: number;
  readonly thoughts: number;
  readonly cached: number;
}

/** One attempt as the inspector, the debug headers and the log tell it. */
export interface AttemptRecord {
  readonly credentialId: string;
  readonly label: string;
  readonly startedAt: number;
  readonly endedAt: number;
  /** Absent: this attempt answered. */
  readonly failure?: Failure;
}

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
  /** So many attempts before these are not told any more. */
  readonly attemptsLeftOut?: number;
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
