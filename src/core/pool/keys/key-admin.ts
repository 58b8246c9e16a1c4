/** Key administration: what a person does to the keys. Every change is on disk before it is acknowledged. */
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
import { addedBefore, type Key, type PoolState } from '../machine/machine.ts';
import type { PoolContext } from '../run-context.ts';
import { addFromEnv, addKeys, putKey } from './add-keys.ts';
import { clearHealth } from './clear-health.ts';
import { createEnvKeys } from './env-keys.ts';
import type { KeyContext } from './key-context.ts';
import { recordTest } from './record-test.ts';
import { removeKey } from './remove-key.ts';
import { restoreKey } from './restore-key.ts';
import { type PoolStatus, viewKey, viewPool, viewRemoved } from './view.ts';

export interface KeyAdmin {
  /**
   * Adds every key in the text.
   * @param keysAre of which kind API keys in it are, which does not show; AI Studio's where that is not said.
   * @throws {ProxyError} `invalid_value` where it holds none.
   */
  add(text: string, keysAre?: CredentialKind): Promise<AddKeysResult>;
  /**
   * Adds the keys that the environment lists, without those that a person removed while it listed them. Such a key
   * comes back when a person adds it, or when the environment lists it again after a start at which it did not.
   * @param express texts with Vertex Express keys.
   * @returns how many are new.
   */
  syncFromEnv(secrets: readonly string[], express?: readonly string[]): Promise<number>;
  /** @throws {ProxyError} `not_found` */
  update(id: string, patch: KeyPatch): Promise<KeyView>;
  /** Soft delete: they can be brought back for a day. @returns how many were there. */
  remove(ids: readonly string[]): Promise<number>;
  /** Brings back what was removed within the last day, with what was known of it: these keys, or all. */
  restore(ids?: readonly string[]): Promise<RestoredKeys>;
  /** Erases removed keys from the store: these, or all. @returns how many were there. */
  erase(ids?: readonly string[]): Promise<number>;
  /** How many removed keys can be brought back. */
  recentlyRemoved(): RecentlyRemovedView;
  /** Erases removed keys whose day is over, and with them their secrets. */
  eraseOld(): Promise<void>;
  /** Takes keys from a backup, in place of what is known of them. */
  importKeys(credentials: readonly CredentialRecord[]): Promise<void>;
  /** Removes the keys that Google will not take again. @returns their ids. */
  clearInvalid(): Promise<readonly string[]>;
  /** Takes back every cooldown and mark of the key. @throws {ProxyError} `not_found` */
  clearHealth(id: string): Promise<KeyView>;
  /** In the order of adding. */
  list(): KeyView[];
  /** @throws {ProxyError} `not_found` */
  view(id: string): KeyView;
  status(): PoolStatus;
  credentials(): CredentialRecord[];
  /** Of removed keys that can be brought back. */
  removedCredentials(): CredentialRecord[];
  /** @throws {ProxyError} `not_found` */
  credential(id: string): CredentialRecord;
  /**
   * Takes in the outcome of a health check: a failure that is the key's own, or undefined for "works". Marks of the key
   * with one model stay, since a test says nothing of quotas. A key that is gone is left alone.
   */
  recordTest(id: string, failure: Failure | undefined): Promise<void>;
  /** Keys that are out without an end, and when that was last seen, in ms. */
  lastChecks(): Array<{ readonly id: string; readonly checkedAt: number }>;
  /** For a person who asks to see it. @throws {ProxyError} `not_found` */
  secretOf(id: string): string;
}

export function createKeyAdmin({ deps, state, removed, record }: PoolContext): KeyAdmin {
  const { clock, journal, snapshot, settings } = deps;
  const envKeys = createEnvKeys(journal, snapshot.removed.keys());
  const context: KeyContext = { clock, journal, state, removed, envKeys, record };

  const onDisk = () => journal.flush('strict');
  const view = (id: string): KeyView => viewKey(state, find(state, id), clock.now());

  async function remove(ids: readonly string[]): Promise<number> {
    const before = state.keys.size;
    for (const id of ids) removeKey(context, id);
    await onDisk();
    return before - state.keys.size;
  }

  return {
    async add(text, keysAre = 'ai-studio') {
      const { found, added } = await addKeys(context, text, keysAre);
      await onDisk();
      const isNew = new Set(added.map(({ id }) => id));
      const duplicates = found.map(({ id }) => id).filter((id) => !isNew.has(id));
      return { added: added.map(({ id }) => view(id)), duplicates };
    },

    async syncFromEnv(secrets, express = []) {
      const { added } = await addFromEnv(context, secrets, express);
      // They come back with the environment, so a full disk is no reason not to start.
      await onDisk().catch(() => undefined);
      return added.length;
    },

    async update(id, patch) {
      putKey(context, { ...find(state, id).credential, ...patch });
      await onDisk();
      return view(id);
    },

    remove,

    async restore(ids = [...removed.all().keys()]) {
      for (const id of ids) restoreKey(context, id);
      await onDisk();
      const there = ids.filter((id) => state.keys.has(id));
      return { restored: there.map(view), lost: ids.length - there.length };
    },

    async erase(ids = [...removed.all().keys()]) {
      const erased = ids.filter((id) => removed.erase(id));
      await onDisk();
      return erased.length;
    },

    recentlyRemoved: () => viewRemoved([...removed.all().values()]),

    async eraseOld() {
      if (removed.eraseOld()) await onDisk();
    },

    async importKeys(credentials) {
      for (const credential of credentials) {
        putKey(context, credential);
        envKeys.accept(credential.id);
      }
      await onDisk();
    },

    async clearInvalid() {
      const dead = [...state.keys.values()].filter(({ out }) => isDead(out?.cause));
      const ids = dead.map(({ credential }) => credential.id);
      await remove(ids);
      return ids;
    },

    async clearHealth(id) {
      clearHealth(context, find(state, id));
      await onDisk();
      return view(id);
    },

    async recordTest(id, failure) {
      const key = state.keys.get(id);
      if (key !== undefined && recordTest(context, key, failure)) await onDisk();
    },

    list: () => inOrder(state).map((key) => viewKey(state, key, clock.now())),
    view,
    status: () => viewPool(state, settings().modelDailyLimits, clock.now()),
    credentials: () => [...state.keys.values()].map(({ credential }) => credential),
    removedCredentials: () => [...removed.all().values()].map(({ credential }) => credential),
    credential: (id) => find(state, id).credential,
    lastChecks: () => lastChecks(state),
    secretOf: (id) => find(state, id).credential.secret,
  };
}

/** @throws {ProxyError} `not_found` */
function find(state: PoolState, id: string): Key {
  const key = state.keys.get(id);
  if (key === undefined) throw new ProxyError('not_found', { what: 'API key with this id' });
  return key;
}

const inOrder = (state: PoolState): Key[] => [...state.keys.values()].sort((a, b) => (addedBefore(a, b) ? -1 : 1));

const lastChecks = (state: PoolState) =>
  [...state.keys.values()].flatMap(({ credential: { id, enabled }, out }) =>
    out === undefined || out.until !== undefined || !enabled ? [] : [{ id, checkedAt: out.checkedAt ?? out.since }],
  );
