/** What the pool keeps and hands out. Times are ms since the epoch from `Clock`. */

/** The ways of paying for a call. All live in one pool. */
export const credentialKinds = ['ai-studio', 'vertex-express', 'service-account'] as const;
export type CredentialKind = (typeof credentialKinds)[number];

/** Limits that a person typed for one credential. A limit that is set is hard: an exhausted key is not called. */
export interface OwnLimits {
  /** Requests a Pacific day, over all models. */
  readonly perDay?: number;
  /** Requests a Pacific day by model id; wins over `perDay` for that model. */
  readonly perDayByModel?: Readonly<Record<string, number>>;
}

export interface CredentialRecord {
  /** First 16 hex digits of SHA-256 of the secret: the same key has the same id on every machine and after every import. */
  readonly id: string;
  readonly kind: CredentialKind;
  /** The API key, or the service account's JSON. Never leaves the worker or relay process but in an upstream header. */
  readonly secret: string;
  readonly label: string;
  readonly note: string;
  readonly addedAt: number;
  readonly enabled: boolean;
  readonly limits: OwnLimits;
  /** Google Cloud project and location for Vertex AI; absent: as the service account or the settings say. */
  readonly project?: string;
  readonly location?: string;
  /** In the relay: URL of the HTTP proxy by which Google is called for it. May hold a password. Empty or absent: none. */
  readonly proxy?: string;
}

/** Why an upstream call failed, decided by `google/failure/failure.ts` from Google's own words. */
export type FailureCause =
  | 'key-invalid'
  | 'key-expired'
  | 'key-leaked'
  | 'key-suspended'
  | 'key-restricted'
  | 'api-disabled'
  | 'region-refused'
  | 'billing'
  | 'minute-quota'
  | 'day-quota'
  | 'no-free-tier'
  | 'model-not-found'
  | 'bad-request'
  | 'overloaded'
  | 'server-error'
  | 'timeout'
  | 'network'
  | 'not-google'
  | 'unknown';

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

/**
 * What refusals taught: of a credential, the project that it belongs to; of a credential with one model, Google's
 * limits. A limit is believed for a while only (see `quota.ts`): the person may have moved to another tier.
 */
export interface Lesson {
  /** Google's name of the project, or the id of the credential that it was found to share its quota with. */
  readonly project?: string;
  readonly requestsPerDay?: number;
  readonly requestsPerMinute?: number;
  readonly inputTokensPerMinute?: number;
  readonly learnedAt: number;
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

/** What is known against a credential, or against a credential with one model. */
export interface HealthRecord {
  readonly cause: FailureCause;
  readonly message: string;
  readonly since: number;
  /** Usable again from then; absent: until a person or a health check says so. */
  readonly until?: number;
  /** When a test last found it still so. */
  readonly checkedAt?: number;
}

/** What one answered call used, in tokens, as Google counted it. */
export interface Usage {
  readonly input: number;
  readonly output: number;
  readonly thoughts: number;
  readonly cached: number;
}

/** One use of one credential by one attempt. Ends exactly once; whichever of the three is called first counts. */
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

/** One attempt as the inspector, the debug headers and the log tell it. */
export interface AttemptRecord {
  readonly credentialId: string;
  readonly label: string;
  readonly startedAt: number;
  readonly endedAt: number;
  /** Absent: this attempt answered. */
  readonly failure?: Failure;
}

export interface Job<T> {
  /** Upstream model id without `models/`; quota is counted against it. Empty for a call that concerns no model. */
  readonly model: string;
  /** Google counts it against no quota (lists, look-ups): it neither counts as a request of the day nor is it paced. */
  readonly uncounted?: boolean;
  readonly signal: AbortSignal;
  /** `Caller.id` of who asks, for the statistics. */
  readonly callerId?: string;
  /** Stable hash of the conversation's prefix, for the `sticky` rotation. */
  readonly conversation?: string;
  /** Only this credential may answer: it owns a resource that the request names. */
  readonly pinnedTo?: string;
  /** Ids of credentials that must not answer: other calls for the same request are using them. */
  readonly avoid?: ReadonlySet<string>;
  /** Only credentials of these kinds may answer; the first kind that has a usable one does. Default: as the settings say. */
  readonly kinds?: readonly CredentialKind[];
  /**
   * Makes one upstream call. Resolves as soon as the answer is certain to be this one (no retry afterwards); the caller
   * then owns the lease and must end it. Rejects with `UpstreamFailure` to have the next key tried.
   */
  attempt(lease: Lease): Promise<T>;
}

export interface JobResult<T> {
  readonly value: T;
  readonly attempts: readonly AttemptRecord[];
}
