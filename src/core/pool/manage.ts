/** What a person does to the keys. Every change is on disk before it is acknowledged. */
import type { AddKeysResult, KeyPatch, KeyView } from '../admin/types.ts';
import { ProxyError } from '../errors.ts';
import type { PoolContext } from './context.ts';
import { createCredential } from './credential.ts';
import { type FoundKey, parseKeys } from './parse-keys.ts';
import type { Key } from './state.ts';
import type { CredentialRecord, FailureCause } from './types.ts';
import { type PoolStatus, viewKey, viewPool } from './view.ts';

/** Gone for good: nothing that a person may set right at Google brings such a key back. */
const dead: ReadonlySet<FailureCause> = new Set<FailureCause>([
  'key-invalid',
  'key-expired',
  'key-leaked',
  'key-suspended',
]);

export interface KeyManager {
  /** Adds every key in the text. @throws ProxyError `invalid_value` where it holds none. */
  add(text: string): Promise<AddKeysResult>;
  /**
   * Adds the keys that the environment lists, but for those that a person removed from the pool while the environment
   * listed them. Such a key comes back when a person adds it, or once the environment has stopped listing it for a start.
   * @returns how many are new.
   */
  ensure(text: string): Promise<number>;
  /** @throws ProxyError `not_found` */
  update(id: string, patch: KeyPatch): Promise<KeyView>;
  /** @returns how many were there. */
  remove(ids: readonly string[]): Promise<number>;
  /** Removes the keys that Google will not take again. @returns how many. */
  clearInvalid(): Promise<number>;
  /** Forgets every cooldown and mark of the key. @throws ProxyError `not_found` */
  tryNow(id: string): Promise<KeyView>;
  list(): KeyView[];
  /** @throws ProxyError `not_found` */
  view(id: string): KeyView;
  status(): PoolStatus;
  /** For a person who asks to see it. @throws ProxyError `not_found` */
  secretOf(id: string): string;
  credentials(): CredentialRecord[];
}

export function createManager({ deps, state, record }: PoolContext): KeyManager {
  const { clock, journal } = deps;
  /** Keys that the environment lists. */
  let listed: ReadonlySet<string> = new Set();
  const removedByPerson = new Set(deps.snapshot.removed.keys());

  function find(id: string): Key {
    const key = state.keys.get(id);
    if (key === undefined) throw new ProxyError('not_found', { what: 'API key with this id' });
    return key;
  }

  function put(credential: CredentialRecord): void {
    record({ type: 'key', credential }, clock.now());
    journal.put('credentials', credential.id, credential);
  }

  /** Adds those that are new. @returns the records of all, in order. */
  async function addFound(found: readonly FoundKey[], isWanted: (id: string) => boolean) {
    const now = clock.now();
    // A millisecond apart, so that they keep the order in which they were pasted.
    const records = await Promise.all(found.map((key, index) => createCredential(key, now + index)));
    const added = records.filter(({ id }) => !state.keys.has(id) && isWanted(id));
    added.forEach(put);
    await journal.flush('strict');
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
    forgetHealth(key);
    journal.delete('credentials', id);
    journal.delete('lessons', id);
    for (const { model, shared } of key.entries.values()) {
      if (shared.lesson !== undefined) journal.delete('lessons', `${id}|${model}`);
    }
    if (listed.has(id)) {
      removedByPerson.add(id);
      journal.put('removed', id, clock.now());
    }
    record({ type: 'key-removed', id }, clock.now());
  }

  async function remove(ids: readonly string[]): Promise<number> {
    const before = state.keys.size;
    ids.forEach(removeOne);
    await journal.flush('strict');
    return before - state.keys.size;
  }

  return {
    async add(text) {
      const found = parseKeys(text);
      if (found.length === 0)
        throw new ProxyError('invalid_value', { field: 'text', reason: 'there is no API key in it' });
      const { records, added } = await addFound(found, () => true);
      for (const { id } of records) if (removedByPerson.delete(id)) journal.delete('removed', id);
      const isNew = new Set(added.map(({ id }) => id));
      return {
        added: added.map(({ id }) => viewKey(state, find(id), clock.now())),
        duplicates: records.map(({ id }) => id).filter((id) => !isNew.has(id)),
      };
    },

    async ensure(text) {
      const { records, added } = await addFound(parseKeys(text), (id) => !removedByPerson.has(id));
      listed = new Set(records.map(({ id }) => id));
      for (const id of removedByPerson) {
        if (listed.has(id)) continue;
        removedByPerson.delete(id);
        journal.delete('removed', id);
      }
      return added.length;
    },

    async update(id, patch) {
      const key = find(id);
      put({ ...key.credential, ...patch });
      await journal.flush('strict');
      return viewKey(state, find(id), clock.now());
    },

    remove,

    clearInvalid: () =>
      remove(
        [...state.keys.values()]
          .filter(({ out }) => out !== undefined && dead.has(out.cause))
          .map(({ credential }) => credential.id),
      ),

    async tryNow(id) {
      forgetHealth(find(id));
      await journal.flush('strict');
      return viewKey(state, find(id), clock.now());
    },

    list: () => [...state.keys.values()].map((key) => viewKey(state, key, clock.now())),
    view: (id) => viewKey(state, find(id), clock.now()),
    status: () => viewPool(state, clock.now()),
    secretOf: (id) => find(id).credential.secret,
    credentials: () => [...state.keys.values()].map(({ credential }) => credential),
  };
}
