/** What a person does to the keys. Every change is on disk before it is acknowledged. */
import { isDead } from '../../../contract/dead.ts';
import type {
  AddKeysResult,
  CredentialKind,
  KeyPatch,
  KeyView,
  RecentlyRemovedView,
  RestoredKeys,
} from '../../../contract/keys.ts';
import type { Failure } from '../../../contract/log.ts';
import { ProxyError } from '../../errors.ts';
import type { CredentialRecord } from '../../records.ts';
import { addedBefore, healthAfter, isQuota, type Key } from '../machine/machine.ts';
import type { PoolContext } from '../run-context.ts';
import { createCredential } from './credential.ts';
import { type FoundKey, parseKeys } from './parse-keys.ts';
import { historyOf, KEPT_FOR } from './recently-removed.ts';
import { type PoolStatus, viewKey, viewPool } from './view.ts';

export interface KeyAdmin {
  /**
   * Adds every key in the text; `keysAre` says what API keys in it are, which no one can see from them.
   * @throws ProxyError `invalid_value` where it holds none.
   */
  add(text: string, keysAre?: CredentialKind): Promise<AddKeysResult>;
  /**
   * Adds the keys that the environment lists, but for those that a person removed while it listed them. Such a key
   * comes back when a person adds it, or when the environment lists it again after a start at which it did not.
   * @param express texts with Vertex Express keys.
   * @returns how many are new.
   */
  syncFromEnv(secrets: readonly string[], express?: readonly string[]): Promise<number>;
  /** @throws ProxyError `not_found` */
  update(id: string, patch: KeyPatch): Promise<KeyView>;
  /** They can be brought back for a day. @returns how many were there. */
  remove(ids: readonly string[]): Promise<number>;
  /** Brings back what was removed within the last day, with what was known of it: these keys, or all. */
  restore(ids?: readonly string[]): Promise<RestoredKeys>;
  /** Erases removed keys from the store: these, or all. @returns how many were there. */
  erase(ids?: readonly string[]): Promise<number>;
  /** How many removed keys can be brought back. */
  recentlyRemoved(): RecentlyRemovedView;
  /** Erases the removed keys that have been kept for a day, whose secrets nobody has a use for any more. */
  eraseOld(): Promise<void>;
  /** Takes keys in as they are described, in place of what is known of them. For a backup. */
  importKeys(credentials: readonly CredentialRecord[]): Promise<void>;
  /** Removes the keys that Google will not take again. @returns their ids. */
  clearInvalid(): Promise<readonly string[]>;
  /** Forgets every cooldown and mark of the key. @throws ProxyError `not_found` */
  clearHealth(id: string): Promise<KeyView>;
  /** In the order of adding. */
  list(): KeyView[];
  /** @throws ProxyError `not_found` */
  view(id: string): KeyView;
  status(): PoolStatus;
  credentials(): CredentialRecord[];
  /** Of removed keys that can be brought back. */
  removedCredentials(): CredentialRecord[];
  /** @throws ProxyError `not_found` */
  credential(id: string): CredentialRecord;
  /**
   * Takes in what a test of the key said: a failure that is its own, or undefined for "works". What is held against the
   * key with one model stays: a test says nothing of quotas. A key that is gone is left alone.
   */
  recordTest(id: string, failure: Failure | undefined): Promise<void>;
  /** Keys that are out until something happens, and when that was last seen, in ms. */
  lastChecks(): Array<{ readonly id: string; readonly checkedAt: number }>;
  /** For a person who asks to see it. @throws ProxyError `not_found` */
  secretOf(id: string): string;
}

/** A service account shows what it is; an API key does not. */
const ofKind = (key: FoundKey, keysAre: CredentialKind): FoundKey =>
  key.kind === 'service-account' ? key : { ...key, kind: keysAre };

export function createKeyAdmin({ deps, state, removed, record }: PoolContext): KeyAdmin {
  const { clock, journal, snapshot } = deps;
  /** Keys that the environment lists. */
  let listed: ReadonlySet<string> = new Set();
  /** Keys that a person removed although the environment lists them. */
  const refused = new Set(snapshot.removed.keys());

  function find(id: string): Key {
    const key = state.keys.get(id);
    if (key === undefined) throw new ProxyError('not_found', { what: 'API key with this id' });
    return key;
  }

  const view = (id: string): KeyView => viewKey(state, find(id), clock.now());

  function put(credential: CredentialRecord): void {
    record({ type: 'key', credential }, clock.now());
    journal.put('credentials', credential.id, credential);
    removed.erase(credential.id);
  }

  /** Adds those that are new and wanted. */
  async function addFound(found: readonly FoundKey[], isWanted: (id: string) => boolean) {
    const now = clock.now();
    // A millisecond apart, so that they keep the order in which they were pasted.
    const records = await Promise.all(found.map((key, index) => createCredential(key, now + index)));
    const added = records.filter(({ id }) => !state.keys.has(id) && isWanted(id));
    added.forEach(put);
    return { records, added };
  }

  function forgetHealth(key: Key): void {
    const { id } = key.credential;
    const now = clock.now();
    if (key.out !== undefined) journal.delete('health', id);
    record({ type: 'unmarked', id }, now);
    for (const { model, out } of [...key.entries.values()]) {
      if (out !== undefined) journal.delete('health', `${id}|${model}`);
      record({ type: 'unmarked', id, model }, now);
    }
  }

  function removeOne(id: string): void {
    const key = state.keys.get(id);
    if (key === undefined) return;
    removed.keep(key);
    forgetHealth(key);
    journal.delete('credentials', id);
    journal.delete('lessons', id);
    for (const { model, shared } of key.entries.values()) {
      if (shared.learned !== undefined) journal.delete('lessons', `${id}|${model}`);
    }
    record({ type: 'key-removed', id }, clock.now());
    if (!listed.has(id)) return;
    refused.add(id);
    journal.put('removed', id, clock.now());
  }

  function restoreOne(id: string): void {
    const kept = removed.get(id);
    if (kept === undefined) return;
    const now = clock.now();
    put(kept.credential);
    accept(id);
    for (const event of historyOf(kept)) record(event, now);
    for (const [key, learned] of kept.lessons) journal.put('lessons', key, learned);
    for (const [key, health] of kept.health) {
      const { until } = health;
      journal.put('health', key, health, until === undefined ? {} : { expiresAt: Math.max(until, state.day.end) });
    }
  }

  async function remove(ids: readonly string[]): Promise<number> {
    const before = state.keys.size;
    ids.forEach(removeOne);
    await journal.flush('strict');
    return before - state.keys.size;
  }

  function accept(id: string): void {
    if (refused.delete(id)) journal.delete('removed', id);
  }

  return {
    async add(text, keysAre = 'ai-studio') {
      const found = parseKeys(text).map((key) => ofKind(key, keysAre));
      if (found.length === 0)
        throw new ProxyError('invalid_value', { field: 'text', reason: 'there is no API key in it' });
      const { records, added } = await addFound(found, () => true);
      for (const { id } of records) accept(id);
      await journal.flush('strict');
      const isNew = new Set(added.map(({ id }) => id));
      return {
        added: added.map(({ id }) => view(id)),
        duplicates: records.map(({ id }) => id).filter((id) => !isNew.has(id)),
      };
    },

    async syncFromEnv(secrets, express = []) {
      const expressKeys = parseKeys(express.join('\n')).map((key) => ofKind(key, 'vertex-express'));
      const isExpress = new Set(expressKeys.map(({ secret }) => secret));
      const others = parseKeys(secrets.join('\n')).filter(({ secret }) => !isExpress.has(secret));
      const found = [...expressKeys, ...others];
      const { records, added } = await addFound(found, (id) => !refused.has(id));
      listed = new Set(records.map(({ id }) => id));
      for (const id of refused) if (!listed.has(id)) accept(id);
      // They come back with the environment, so a disk that is full is no reason not to start.
      await journal.flush('strict').catch(() => undefined);
      return added.length;
    },

    async update(id, patch) {
      put({ ...find(id).credential, ...patch });
      await journal.flush('strict');
      return view(id);
    },

    remove,

    async restore(ids = [...removed.all().keys()]) {
      for (const id of ids) restoreOne(id);
      await journal.flush('strict');
      const there = ids.filter((id) => state.keys.has(id));
      return { restored: there.map(view), lost: ids.length - there.length };
    },

    async erase(ids = [...removed.all().keys()]) {
      const erased = ids.filter((id) => removed.erase(id));
      await journal.flush('strict');
      return erased.length;
    },

    recentlyRemoved() {
      const kept = [...removed.all().values()];
      const last = kept.reduce((latest, { removedAt }) => Math.max(latest, removedAt), 0);
      return { count: kept.length, ...(kept.length > 0 && { until: last + KEPT_FOR }) };
    },

    async eraseOld() {
      if (removed.eraseOld()) await journal.flush('strict');
    },

    async importKeys(credentials) {
      for (const credential of credentials) {
        put(credential);
        accept(credential.id);
      }
      await journal.flush('strict');
    },

    async clearInvalid() {
      const ids = [...state.keys.values()]
        .filter(({ out }) => isDead(out?.cause))
        .map(({ credential }) => credential.id);
      await remove(ids);
      return ids;
    },

    async clearHealth(id) {
      forgetHealth(find(id));
      await journal.flush('strict');
      return view(id);
    },

    list: () =>
      [...state.keys.values()]
        .sort((a, b) => (addedBefore(a, b) ? -1 : 1))
        .map((key) => viewKey(state, key, clock.now())),
    view,
    status: () => viewPool(state, deps.settings().modelDailyLimits, clock.now()),
    credentials: () => [...state.keys.values()].map(({ credential }) => credential),
    removedCredentials: () => [...removed.all().values()].map(({ credential }) => credential),
    credential: (id) => find(id).credential,

    async recordTest(id, failure) {
      const key = state.keys.get(id);
      if (key === undefined) return;
      const now = clock.now();
      const { out } = key;
      if (failure === undefined) {
        // A quota that is used up is not disproved by a call that costs none.
        if (out === undefined || isQuota(out.cause)) return;
        journal.delete('health', id);
        record({ type: 'unmarked', id }, now);
      } else {
        const found = healthAfter(failure, now, 0, 0);
        if (found === undefined) return;
        const health = { ...found, since: out?.cause === found.cause ? out.since : now, checkedAt: now };
        journal.put('health', id, health, health.until === undefined ? {} : { expiresAt: health.until });
        record({ type: 'unmarked', id }, now);
        record({ type: 'marked', id, health }, now);
      }
      await journal.flush('strict');
    },

    lastChecks: () =>
      [...state.keys.values()].flatMap(({ credential: { id, enabled }, out }) =>
        out === undefined || out.until !== undefined || !enabled ? [] : [{ id, checkedAt: out.checkedAt ?? out.since }],
      ),

    secretOf: (id) => find(id).credential.secret,
  };
}
