/** `/api/backup`: everything into one file, and back. */
import * as v from 'valibot';
import type { OpenedFile, RestoreWish } from '../../../contract/backup.ts';
import type { Handlers } from '../../../contract/endpoint.ts';
import type { Endpoints } from '../../../contract/endpoints.ts';
import type { Allowances } from '../../access/clients/client-quota.ts';
import type { NamedClients } from '../../access/clients/clients.ts';
import type { Sites } from '../../access/sites.ts';
import { ProxyError } from '../../errors.ts';
import type { Pool } from '../../pool/pool.ts';
import type { Clock } from '../../ports.ts';
import type { SettingsStore } from '../../settings/store.ts';
import { type AdminContext, type Bodies, body } from '../endpoint.ts';
import { restoreSite } from '../sites/restore-site.ts';
import { type Kept, type KeptClient, type KeptSite, makeBackup, readBackup } from './backup.ts';
import { readOriginalSettings } from './original-settings.ts';
import { planRestore, type Restoring } from './plan-restore.ts';
import { isSealed, seal, unseal } from './seal.ts';

const passphrase = v.exactOptional(v.pipe(v.string(), v.minLength(1), v.maxLength(1000)));
const restoreWish = v.object({ file: v.unknown(), passphrase, addresses: v.exactOptional(v.boolean()) });

/** All keys, each a service account of a few KB, sealed. */
const BACKUP_MIB = 64;

export const backupBodies: Bodies<Endpoints['backup']> = {
  make: body(v.object({ keys: v.boolean(), passphrase })),
  plan: body(restoreWish, BACKUP_MIB),
  restore: body(restoreWish, BACKUP_MIB),
};

export interface BackupDeps {
  readonly pool: Pool;
  readonly settings: SettingsStore;
  readonly clients: NamedClients;
  readonly allowances: Allowances;
  /** Undefined where no web pages ask. */
  readonly sites: Sites | undefined;
  readonly clock: Pick<Clock, 'now'>;
}

export function backupHandlers(deps: BackupDeps): Handlers<Endpoints['backup'], AdminContext> {
  const { pool, settings, clients, allowances, sites, clock } = deps;

  const kept = async (): Promise<Kept> => ({
    settings: settings.view(),
    credentials: pool.credentials(),
    clients: clients.list().map((client): KeptClient => ({ ...client, ...allowances.of(client.name) })),
    sites: (await sites?.list())?.map(
      ({ origin, state, takeOver }): KeptSite => ({
        origin,
        allowed: state !== 'off',
        takeOver,
        ...allowances.of(origin),
      }),
    ),
  });

  async function plan({ addresses = false, ...wish }: RestoreWish): Promise<Restoring> {
    const file = await open(wish);
    const backup = readOriginalSettings(file, clock.now()) ?? readBackup(file);
    return planRestore(backup, await kept(), addresses);
  }

  return {
    async make({ body: { keys, passphrase } }) {
      const made = makeBackup(await kept(), keys, clock.now());
      return passphrase === undefined ? made : seal(made, passphrase);
    },
    plan: async ({ body }) => (await plan(body)).plan,
    async restore({ body }) {
      const wanted = await plan(body);
      await pool.importKeys(wanted.keys);
      for (const [name, value] of wanted.set) await settings.set(name, value);
      for (const name of wanted.reset) await settings.reset(name);
      for (const { name, hash, masked, addedAt, enabled, ...allowance } of wanted.clients) {
        await clients.adopt({ name, hash, masked, addedAt, enabled });
        await allowances.set(name, allowance);
      }
      if (sites) for (const site of wanted.sites) await restoreSite(site, sites, allowances);
      return wanted.plan;
    },
  };
}

async function open({ file, passphrase }: OpenedFile): Promise<unknown> {
  if (!isSealed(file)) return file;
  if (passphrase !== undefined) return unseal(file, passphrase);
  throw new ProxyError('invalid_value', {
    field: 'passphrase',
    reason: { en: 'this file needs one', zh: '打开这个文件需要口令' },
  });
}
