/** Jobs and leases: what the pool takes and hands out. Times are ms since the epoch from `Clock`. */

import type { CredentialKind } from '../../contract/keys.ts';
import type { AttemptRecord, Failure, Usage } from '../../contract/log.ts';
import type { CredentialRecord } from '../records.ts';
import type { Ending } from '../utils/ending.ts';

/** One use of one credential by one attempt. Ends exactly once: the first of the three calls counts. */
export interface Lease {
  readonly credential: CredentialRecord;
  /** The call was answered to its end. */
  settle(usage?: Usage): void;
  /** The call failed at the upstream, before or within its answer. */
  fail(failure: Failure): void;
  /** The call ended by no fault of the upstream: the client left, or the answer was not needed. */
  release(): void;
}

/** Thrown by an attempt: the pool records it against the lease and decides whether another key is tried. */
export class UpstreamFailure extends Error {
  override readonly name = 'UpstreamFailure';
  constructor(
    readonly failure: Failure,
    options?: ErrorOptions,
  ) {
    super(failure.message, options);
  }
}

/** A request to the pool: one call, to be attempted with key after key. */
export interface Job<T> {
  /** Upstream model id without `models/`; quota is counted against it. Empty for a call that concerns no model. */
  readonly model: string;
  /** Google counts it against no quota (lists, look-ups): it neither counts as a request of the day nor is it paced. */
  readonly uncounted?: boolean;
  readonly ending: Ending;
  /** `Caller.id`, for the statistics. */
  readonly callerId?: string | undefined;
  /** Stable hash of the conversation's prefix, for the `sticky` rotation. */
  readonly conversation?: string | undefined;
  /** Only this credential may answer: it owns a resource that the request names. */
  readonly pinnedTo?: string | undefined;
  /** Ids of credentials that must not answer: other calls for the same request are using them. */
  readonly avoid?: ReadonlySet<string> | undefined;
  /** Kinds of credentials that may answer. Default: all, in the order that the settings say, which holds for these as well. */
  readonly kinds?: readonly CredentialKind[] | undefined;
  readonly progress?: JobProgress | undefined;
  /**
   * Makes one upstream call. Resolves as soon as the answer is certain to be this one (no retry afterwards); the caller
   * then owns the lease and must end it. Rejects with `UpstreamFailure` to have the next key tried.
   */
  attempt(lease: Lease): Promise<T>;
}

/** What is told of a job before it is done. */
export interface JobProgress {
  /** A key is being asked. */
  onAttempt?(credentialId: string): void;
  /** A key failed. */
  onFailure?(): void;
}

export interface JobResult<T> {
  readonly value: T;
  readonly attempts: readonly AttemptRecord[];
}
