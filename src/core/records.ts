/** What the store keeps, one type for each kind of record; `ports.ts` says under which keys. Times are ms since the epoch. */

import type { CredentialKind, FailureCause, OwnLimits } from '../contract/keys.ts';

/** Named numbers that only ever grow by increments, so that two relays on one store add up. */
export type Counts = Readonly<Record<string, number>>;

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

/**
 * What refusals taught: of a credential, the project that it belongs to; of a credential with one model, Google's
 * limits. A limit is believed for a while only (`learned-limits.ts`): the person may have moved to another tier.
 */
export interface LearnedLimits {
  /** Google's name of the project, or the id of the credential that it was found to share its quota with. */
  readonly project?: string;
  readonly requestsPerDay?: number;
  readonly requestsPerMinute?: number;
  readonly inputTokensPerMinute?: number;
  readonly learnedAt: number;
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

/** A person or program that calls the relay with a password of its own. Kept under its name. */
export interface ClientRecord {
  /** SHA-256 of the password in hex. The password itself is kept nowhere. */
  readonly hash: string;
  /** Such as `hj-…4f2a`. */
  readonly masked: string;
  /** Ms since the epoch. */
  readonly addedAt: number;
  readonly enabled: boolean;
}

export interface OwnerPasswordRecord {
  readonly password: string;
  /** Ms since the epoch. */
  readonly madeAt: number;
}

/** A key as it was when it was removed. */
export interface RemovedKey {
  readonly credential: CredentialRecord;
  readonly removedAt: number;
  /** By key in the store's `health`. */
  readonly health: ReadonlyArray<readonly [string, HealthRecord]>;
  /** By key in the store's `lessons`. */
  readonly lessons: ReadonlyArray<readonly [string, LearnedLimits]>;
  /** What was used of the day on which it was removed, by model. */
  readonly day: string;
  readonly counts: ReadonlyArray<readonly [model: string, counts: Counts]>;
}
