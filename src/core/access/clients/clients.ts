/** Who may call the relay with a password of their own, and which of them shows one. */
import { ProxyError } from '../../errors.ts';
import type { Change, Clock, Ids } from '../../ports.ts';
import type { ClientRecord } from '../../records.ts';
import type { Journal } from '../../store/write-behind.ts';
import { samePassword } from '../same-password.ts';
import { hashPassword, isMade, maskPassword, newPassword } from './client-password.ts';
import type { NamedClient } from './client-record.ts';

/** A client with its new password, which is told this once and never again. */
export interface ClientWithPassword {
  readonly client: NamedClient;
  readonly password: string;
}

/** What changes resolves once it is on disk. */
export interface NamedClients {
  /** In the order in which they were added. */
  list(): readonly NamedClient[];
  /** @throws {ProxyError} `not_found` */
  get(name: string): NamedClient;
  /** The client that is switched on and has this password. */
  find(password: string): Promise<NamedClient | undefined>;
  /** @throws {ProxyError} `invalid_value` for a name that is taken, whatever its letter case. */
  add(name: string): Promise<ClientWithPassword>;
  /** The old password is refused from now on. @throws {ProxyError} `not_found` */
  renewPassword(name: string): Promise<ClientWithPassword>;
  /** @throws {ProxyError} `not_found` */
  enable(name: string, enabled: boolean): Promise<NamedClient>;
  /** A name that is not there is no error. */
  remove(name: string): Promise<void>;
  /** Takes a client over as it is, as from a backup. */
  adopt(client: NamedClient): Promise<void>;
  /** Takes over what another relay stored. */
  follow(changes: readonly Change[]): void;
}

export function createNamedClients(
  deps: {
    readonly journal: Pick<Journal, 'put' | 'delete' | 'flush'>;
    readonly clock: Pick<Clock, 'now'>;
    readonly ids: Ids;
  },
  stored: ReadonlyMap<string, ClientRecord>,
): NamedClients {
  const { journal, clock, ids } = deps;
  const clients = new Map(stored);

  async function keep(name: string, record: ClientRecord): Promise<NamedClient> {
    journal.put('clients', name, record);
    try {
      await journal.flush('strict');
    } catch (error) {
      // It would be written with the next batch, and nobody would have been told its password.
      const before = clients.get(name);
      if (before === undefined) journal.delete('clients', name);
      else journal.put('clients', name, before);
      throw error;
    }
    clients.set(name, record);
    return { name, ...record };
  }

  function get(name: string): NamedClient {
    const record = clients.get(name);
    if (record === undefined) throw new ProxyError('not_found', { what: `client "${name}"` });
    return { name, ...record };
  }

  async function withNewPassword(name: string, kept: Pick<ClientRecord, 'addedAt' | 'enabled'>) {
    const password = newPassword(ids);
    const { addedAt, enabled } = kept;
    const secret = { hash: await hashPassword(password), masked: maskPassword(password) };
    return { client: await keep(name, { ...secret, addedAt, enabled }), password };
  }

  const list = () => [...clients].map(([name, record]) => ({ name, ...record })).sort((a, b) => a.addedAt - b.addedAt);

  return {
    list,
    get,
    async find(password) {
      if (clients.size === 0 || !isMade(password)) return undefined;
      const hash = await hashPassword(password);
      // All are compared, so that the time tells nothing of which one it is.
      return list().filter((client) => samePassword(client.hash, hash) && client.enabled)[0];
    },
    async add(name) {
      const taken = [...clients.keys()].some((other) => other.toLowerCase() === name.toLowerCase());
      if (taken) {
        const reason = { en: 'another client has this name', zh: '已有同名的客户端' };
        throw new ProxyError('invalid_value', { field: 'name', reason });
      }
      return withNewPassword(name, { addedAt: clock.now(), enabled: true });
    },
    renewPassword: async (name) => withNewPassword(name, get(name)),
    async enable(name, enabled) {
      const { name: _, ...record } = get(name);
      return keep(name, { ...record, enabled });
    },
    async remove(name) {
      journal.delete('clients', name);
      await journal.flush('strict');
      clients.delete(name);
    },
    async adopt({ name, ...record }) {
      await keep(name, record);
    },
    follow(changes) {
      for (const change of changes) {
        if (change.in !== 'clients') continue;
        if (change.op === 'put') clients.set(change.key, change.value);
        else clients.delete(change.key);
      }
    },
  };
}
