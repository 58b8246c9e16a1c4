/**
 * The whole seam between the core and a platform. Each port has a memory implementation and one contract suite in
 * `test/contract/` that every implementation passes.
 */

import type { Allowance } from '../contract/clients.ts';
import type { RequestRecord } from '../contract/log.ts';
import type { SettingValue } from '../contract/settings/value.ts';
import type { SiteRecord } from '../contract/sites.ts';
import type {
  ClientRecord,
  Counts,
  CredentialRecord,
  HealthRecord,
  LearnedLimits,
  OwnerPasswordRecord,
  RemovedKey,
} from './records.ts';
import type { Bytes } from './utils/bytes.ts';
import type { Ending } from './utils/ending.ts';
import type { Source } from './utils/streams/source.ts';

/** Calls the upstream. The shape of the web's `fetch`, already bound to its global; cancelled when `init.ending` comes. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchResponse>;

export interface FetchInit {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly redirect?: RequestRedirect;
  readonly ending?: Ending;
  /** The web's, or bytes in several pieces. */
  readonly body?: BodyInit | readonly Uint8Array<ArrayBuffer>[] | null;
  /** URL of an HTTP proxy for this call alone. Browsers have no such choice: there it is not looked at. */
  readonly proxy?: string;
}

/** What the core needs of a web `Response`; its body is read once, in one of the four ways. */
export interface FetchResponse extends Pick<Response, 'status' | 'ok' | 'headers' | 'body' | 'json' | 'text'> {
  /** The body without a web stream, where the shell can. Undefined where there is none. */
  pieces?(): Source<Bytes> | undefined;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /**
   * Calls `run` once, after `ms`, in a turn of its own. The function returned takes that back; a limit that is hardly ever
   * reached costs no promise, signal and error this way. To wait there is `utils/sleep.ts`.
   */
  after(ms: number, run: () => void): () => void;
}

/** A fresh unguessable id of `[A-Za-z0-9]`, at least 128 bits. */
export type Ids = () => string;

/** Uniform in [0, 1), for jitter and rotation; not for secrets. */
export type Random = () => number;

/**
 * The collections of the store and what one record of each holds.
 * Hot collections are read whole by `load()` at start and then live in memory; cold ones are read by key when needed.
 */
export interface HotRecords {
  /** Key: credential id. */
  credentials: CredentialRecord;
  /** Key: setting name. */
  settings: SettingValue;
  /** Key: credential id, or `credential id|model`: why it may not be used now, and until when. */
  health: HealthRecord;
  /** Key: `credential id|model|Pacific day`: what was used of a day's quota. */
  counters: Counts;
  /** Key: credential id, or `credential id|model`: what Google's refusals taught about projects and limits. */
  lessons: LearnedLimits;
  /** Key: id of a credential that a person removed although the environment lists it: when, in ms. */
  removed: number;
  /** Key: name of a client that calls with a password of its own. */
  clients: ClientRecord;
  /** Key: `Caller.id`: what a site or client may use, where the person gave it an amount of its own. */
  allowances: Allowance;
  /** Key: `owner`: the password that was made for the owner, where nobody chose one. In no backup. */
  access: OwnerPasswordRecord;
  /** Key: credential id: a key that a person removed, for as long as it can be brought back. In no backup. */
  recentlyRemoved: RemovedKey;
}

export interface ColdRecords {
  /** Thought signatures by tool call id, or by hash of function name and arguments. */
  signatures: string;
  /** Which credential made an upstream resource (`files/abc`, `cachedContents/x`): resource name -> credential id. */
  affinity: string;
  /** Who made one, see `access/resource-owners.ts`: resource name -> a site's origin, a client's name. */
  resourceOwners: string;
  /**
   * Usage statistics by time bucket, see `stats/stats.ts`; requests of each client, see `access/clients/rate-limit.ts`. Keys of one kind sort by time: `minute/model|2026-11-24T21:17|...`.
   */
  buckets: Counts;
  /** What a person decided about web sites (extension only). Key: origin. */
  sites: SiteRecord;
  /** The request log, without bodies and secrets. Keys sort by time; see `log/stored-requests.ts`. */
  requests: RequestRecord;
}

export interface StoredRecords extends HotRecords, ColdRecords {}
export type Hot = keyof HotRecords;
export type Cold = keyof ColdRecords;
export type Collection = keyof StoredRecords;
/** Collections whose records are counts, so that they can be added to. */
export type Counted = { [C in Collection]: StoredRecords[C] extends Counts ? C : never }[Collection];

export type Snapshot = { readonly [C in Hot]: ReadonlyMap<string, HotRecords[C]> };

/**
 * One write. `id` makes it idempotent: a change whose id was applied before is skipped (a store remembers at least the
 * last `rememberedChanges` ids, see `store/record.ts`). `expiresAt` is in ms: from then on the record is absent. A `put`
 * without it never expires; an `add` with it moves the record's expiry, without it leaves the expiry as it is.
 */
export type Change<C extends Collection = Collection> = C extends Collection
  ?
      | {
          readonly id: string;
          readonly op: 'put';
          readonly in: C;
          readonly key: string;
          readonly value: StoredRecords[C];
          readonly expiresAt?: number;
        }
      | { readonly id: string; readonly op: 'delete'; readonly in: C; readonly key: string }
      | (StoredRecords[C] extends Counts
          ? {
              readonly id: string;
              readonly op: 'add';
              readonly in: C;
              readonly key: string;
              readonly counts: Counts;
              readonly expiresAt?: number;
            }
          : never)
  : never;

/** `strict`: on disk before the promise resolves. `relaxed`: may be lost with the machine's power, not with the process. */
export type Durability = 'strict' | 'relaxed';

export interface Store {
  /** All hot records that have not expired, in one read. */
  load(): Promise<Snapshot>;
  /** One cold record, or undefined when it is absent or expired. */
  read<C extends Cold>(collection: C, key: string): Promise<StoredRecords[C] | undefined>;
  /** Cold records whose key is in [from, to), ascending by key (UTF-16 code units), not expired. */
  scan<C extends Cold>(
    collection: C,
    from: string,
    to: string,
  ): Promise<ReadonlyArray<readonly [string, StoredRecords[C]]>>;
  /**
   * All changes or none, in order. Resolves when they are as durable as asked.
   * @throws {ContentError} where some of them can never be stored; see `store/content-error.ts`.
   */
  commit(changes: readonly Change[], durability: Durability): Promise<void>;
  /** Tells of changes made elsewhere (another relay, another context). Returns the function that ends it. */
  subscribe?(apply: (changes: readonly Change[]) => void): () => void;
  /** For a store that can be away: resolves when a commit may succeed again, at once where it may now. */
  whenBack?(): Promise<void>;
  close?(): Promise<void>;
}

/** A thing worth telling the person who runs Hajimi. Secrets are redacted by the log itself, by value. */
export interface LogEvent {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** What happened, in `kebab-case`, stable: a reader greps for it. */
  readonly event: string;
  readonly [detail: string]: unknown;
}

export interface Log {
  /** Synchronous; never throws, never blocks. */
  write(event: LogEvent): void;
}

export interface Ports {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly store: Store;
  readonly log: Log;
  readonly ids: Ids;
  readonly random: Random;
}

/** Who is asking, as the shell knows it from the connection; never taken from the request's own words. */
export interface Caller {
  /** Names the client in limits and log: a page's origin, a peer's IP, or `hajimi` for our own pages. */
  readonly id: string;
  /**
   * What the shell vouches for. `owner`: our own pages, may use `/api`. `site`: an origin that the person allowed, needs
   * no password and sees no `/api`. `network`: anybody who can reach the relay, must show the password.
   */
  readonly trust: 'owner' | 'site' | 'network';
  /** Has shown the password of a named client, whose name is its `id`. */
  readonly named?: true;
}
