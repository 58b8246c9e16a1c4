/** `/api/keys`: what the config page may know of the keys, and what it may change. Never a secret, but where one is asked for. */

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

/** Usable now; cooling until a time; out until a person acts; switched off. */
export type KeyState = 'usable' | 'cooling' | 'unusable' | 'disabled';

/** One key as a page may see it: never the secret. */
export interface KeyView {
  readonly id: string;
  readonly kind: CredentialKind;
  /** Such as `AIza…4f2Q`: at most the first four and last four characters. */
  readonly masked: string;
  readonly label: string;
  readonly note: string;
  readonly addedAt: number;
  readonly enabled: boolean;
  readonly limits: OwnLimits;
  /** Google Cloud project and location of a service account, where a person gave it its own. */
  readonly project?: string;
  readonly location?: string;
  /** Address of its own proxy, without user and password. */
  readonly proxy?: string;
  readonly state: KeyState;
  /** Why it is not usable, and in Google's words. */
  readonly cause?: FailureCause;
  readonly message?: string;
  /** Ms since the epoch when it is usable again, where that is known. */
  readonly until?: number;
  /** Requests since the Pacific midnight, over all models. */
  readonly requestsToday: number;
  readonly models: readonly ModelUse[];
  /** Ids of other keys with which Google counts this one together: they add no quota. */
  readonly sharesQuotaWith?: readonly string[];
}

export interface ModelUse {
  readonly model: string;
  readonly requestsToday: number;
  /** Typed by a person or learned from Google; absent where neither. */
  readonly limitToday?: number;
  /** Who set `limitToday`. */
  readonly limitBy?: 'person' | 'google';
  /** About so many calls are left until the quota day ends; what keys of one project used is counted together. */
  readonly left?: number;
  readonly cause?: FailureCause;
  readonly until?: number;
}

/** `POST /api/keys` */
export interface KeyText {
  /** Of any form: every key in it is meant. */
  readonly text: string;
  /** What looks like an API key is one of AI Studio unless said otherwise. */
  readonly keysAre?: Exclude<CredentialKind, 'service-account'>;
}

export interface KeyIds {
  readonly ids: readonly string[];
}

/** Absent: all of them. */
export interface SomeKeys {
  readonly ids?: readonly string[];
}

export interface AddKeysResult {
  readonly added: readonly KeyView[];
  /** Ids of keys in the text that the pool had already. */
  readonly duplicates: readonly string[];
}

/** `POST /api/keys/restore`: which of them are in the pool now. */
export interface RestoredKeys {
  readonly restored: readonly KeyView[];
  /** So many of those asked for cannot be brought back. */
  readonly lost: number;
}

/** `GET /api/keys/removed`: removed keys that can be brought back. */
export interface RecentlyRemovedView {
  readonly count: number;
  /** When the last of them is erased, in ms; absent where there are none. */
  readonly until?: number;
}

/** `POST /api/keys/preview`: one for each key in the text. */
export interface KeyPreview {
  readonly id: string;
  readonly kind: CredentialKind;
  readonly masked: string;
  /** The pool has it already, under this label. */
  readonly knownAs?: string;
}

/** `POST /api/keys/reveal` */
export interface RevealedKey {
  readonly id: string;
  readonly secret: string;
}

/** `POST /api/keys/health`, by key id: calls in each of the last 24 hours, the oldest first. */
export interface KeyHours {
  readonly answered: readonly number[];
  readonly failed: readonly number[];
}

/** `PATCH /api/keys/:id` */
export interface KeyPatch {
  readonly label?: string;
  readonly note?: string;
  readonly enabled?: boolean;
  readonly limits?: OwnLimits;
  /** Google Cloud project and location of a service account; empty: as the settings say. */
  readonly project?: string;
  readonly location?: string;
  /** `http://user:password@host:port` of a proxy of its own; empty: as all others. A browser knows no such thing. */
  readonly proxy?: string;
}

/** `PATCH /api/keys`: the same change to many keys. */
export interface KeysPatch extends KeyIds {
  readonly patch: KeyPatch;
}

/** `POST /api/keys/:id/test`: what asking Google's models.list with this key said. */
export interface KeyTestResult {
  readonly id: string;
  /** `inconclusive`: network or server trouble; the key's state is left as it was. */
  readonly verdict: 'works' | 'fails' | 'inconclusive';
  readonly cause?: FailureCause;
  /** In Google's words, redacted. */
  readonly message?: string;
  readonly key: KeyView;
}

/** `GET /api/keys/check`: how far the test of many keys is. */
export interface KeyCheckProgress {
  readonly running: boolean;
  readonly total: number;
  readonly done: number;
  readonly works: number;
  readonly fails: number;
  readonly inconclusive: number;
}
