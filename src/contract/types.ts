/** What `/api/*` speaks: the contract between the config page and the core, the same in both shells. */

import type { Allowance } from '../core/access/clients/client-quota.ts';
import type { Power } from '../core/access/login/page-access.ts';
import type { Site } from '../core/access/sites.ts';
import type { AllowancePatch } from '../core/admin/clients/client-quota-patch.ts';
import type { Phrase } from '../core/errors.ts';
import type { CredentialKind, FailureCause, OwnLimits } from '../core/pool/types.ts';
import type { SettingValue } from '../core/ports.ts';
import type { SettingName } from './settings/table.ts';

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

/** `GET /api/status` */
export interface StatusView {
  readonly shell: 'extension' | 'relay';
  readonly version: string;
  /** What a person types into a frontend: `https://hajimi.invalid/v1`, or the relay's own URL with `/v1`. */
  readonly endpoint: string;
  readonly keys: Readonly<Record<KeyState, number>>;
  readonly requestsToday: number;
  /** Requests of clients that are being answered right now. */
  readonly inFlight: number;
  /** Ms since the epoch of the next Pacific midnight. */
  readonly quotaDayEnds: number;
  readonly forecast?: readonly ModelForecast[];
  /** Changes may be lost at the end of this run, and why. */
  readonly notKept?: Phrase;
  /** What had better be set up otherwise; absent where there is nothing. */
  readonly warnings?: readonly Phrase[];
}

/** `GET /api/power`: how far the password that was shown opens the page; see `powers.ts`. */
export interface PowerView {
  readonly power: Power;
}

/** `POST /api/login`, which takes a one-time code in place of the password. */
export interface SignedIn {
  /** The owner's, for what comes. */
  readonly password: string;
}

/** "About N calls left today": over all keys of which a limit for the model is known, each project counted once. */
export interface ModelForecast {
  readonly model: string;
  readonly left: number;
  /** Keys, or projects of several keys, that have such a limit. */
  readonly projects: number;
}

/** `GET /api/clients`: who calls with a password of their own. */
export interface ClientView extends Allowance {
  readonly name: string;
  /** The password, such as `hj-…4f2a`. */
  readonly masked: string;
  /** Ms since the epoch. */
  readonly addedAt: number;
  readonly enabled: boolean;
}

/** `POST /api/clients` with `{ name }`, and `POST /api/clients/:name/password`: the password is told this once. */
export interface NewPassword {
  readonly client: ClientView;
  readonly password: string;
}

/** `POST /api/keys` with `{ text }` */
export interface AddKeysResult {
  readonly added: readonly KeyView[];
  /** Ids of keys in the text that the pool had already. */
  readonly duplicates: readonly string[];
}

/** `POST /api/keys/restore` with `{ ids }`, or without for all: which of them are in the pool now. */
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

/** `POST /api/keys/preview` with `{ text }`: one for each key in the text. */
export interface KeyPreview {
  readonly id: string;
  readonly kind: CredentialKind;
  readonly masked: string;
  /** The pool has it already, under this label. */
  readonly knownAs?: string;
}

/** `POST /api/keys/reveal` with `{ ids }` */
export interface RevealedKey {
  readonly id: string;
  readonly secret: string;
}

/** `POST /api/keys/health` with `{ ids }`, by key id: calls in each of the last 24 hours, the oldest first. */
export interface KeyHours {
  readonly answered: readonly number[];
  readonly failed: readonly number[];
}

/** `PATCH /api/keys/:id`, and of many at once `PATCH /api/keys` with `{ ids, patch }` */
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

/** One row of `GET /api/sites`, in the order in which they were allowed; and `GET /api/sites/one?origin=...` */
export interface SiteView extends Site, Allowance {}

/** `PATCH /api/sites` */
export interface SitePatch extends AllowancePatch {
  readonly origin: string;
  readonly takeOver?: boolean;
}

export type ModelAbility = 'chat' | 'image' | 'speech' | 'embed' | 'search' | 'thinking';

/** One row of `GET /api/models`, in Google's order; what only the settings name comes last. */
export interface ModelView {
  /** Without `models/`. */
  readonly id: string;
  readonly displayName?: string;
  /** In tokens. */
  readonly inputTokenLimit?: number;
  readonly outputTokenLimit?: number;
  readonly abilities: readonly ModelAbility[];
  /** Whether clients may use it, by `WHITELIST_MODELS` and `BLOCKED_MODELS`. */
  readonly allowed: boolean;
  /** Requests since the Pacific midnight, over all keys. */
  readonly requestsToday: number;
  /** The most that there may be of them, by `MODEL_DAILY_LIMITS`. */
  readonly limitToday?: number;
}

/** `POST /api/backup/plan`: what restoring a file would change. */
export interface BackupPlan {
  /** When the file was made, in ms. */
  readonly createdAt: number;
  /** Whether keys are in it at all. */
  readonly withKeys: boolean;
  readonly keysAdded: number;
  /** Keys of the pool that would get another label, note, switch or limit. */
  readonly keysChanged: number;
  readonly keysSame: number;
  /** Names of clients that are added, or get another password, switch or limit. */
  readonly clients: readonly string[];
  /** Sites that are added, or may something else; those that are allowed still need the browser's permission. */
  readonly sites: ReadonlyArray<{ readonly origin: string; readonly allowed: boolean; readonly takeOver: boolean }>;
  /** But for those in `addresses`. */
  readonly settings: ReadonlyArray<{
    readonly name: SettingName;
    readonly from: SettingValue;
    readonly to: SettingValue;
  }>;
  /** Made only where `POST /api/backup/restore` has `addresses: true`. */
  readonly addresses: readonly AddressChange[];
}

/** Keys would go somewhere else: by a setting, or by the proxy of one key. Empty: no proxy. */
export type AddressChange = { readonly from: string; readonly to: string } & (
  | { readonly setting: SettingName }
  /** Masked. Proxies are told without user and password. */
  | { readonly key: string }
);

/** One row of `GET /api/settings`. */
export interface SettingView {
  readonly name: string;
  readonly value: SettingValue;
  readonly default: SettingValue;
  /** Where the value comes from; an env variable wins over a stored value and cannot be changed here. */
  readonly source: 'default' | 'stored' | 'env';
}
