/** `/api/backup`: everything into one file, and back. */
import { Hono } from 'hono/tiny';
import { ProxyError } from '../../errors.ts';
import type { AppEnv, Services } from '../../services.ts';
import { BACKUP_LIMIT, readBackupWish, readBody, readRestore } from '../read-body.ts';
import { restoreSite } from '../sites/restore-site.ts';
import { type Kept, type KeptClient, type KeptSite, makeBackup, readBackup } from './backup.ts';
import { readOriginalSettings } from './original-settings.ts';
import { planRestore, type Restoring } from './plan-restore.ts';
import { isSealed, seal, unseal } from './seal.ts';

export function backupRoutes({ pool, settings, clients, allowances, shell, ports }: Services): Hono<AppEnv> {
  const backup = new Hono<AppEnv>();

  const kept = async (): Promise<Kept> => ({
    settings: settings.view(),
    credentials: pool.credentials(),
    clients: clients.list().map((client): KeptClient => ({ ...client, ...allowances.of(client.name) })),
    sites: (await shell.sites?.list())?.map(
      ({ origin, state, takeOver }): KeptSite => ({
        origin,
        allowed: state !== 'off',
        takeOver,
        ...allowances.of(origin),
      }),
    ),
  });

  async function plan(body: unknown): Promise<Restoring> {
    const { file, passphrase, addresses } = readRestore(body);
    if (isSealed(file) && passphrase === undefined) {
      throw new ProxyError('invalid_value', {
        field: 'passphrase',
        reason: { en: 'this file needs one', zh: '打开这个文件需要口令' },
      });
    }
    const opened = isSealed(file) && passphrase !== undefined ? await unseal(file, passphrase) : file;
    const backup = readOriginalSettings(opened, ports.clock.now()) ?? readBackup(opened);
    return planRestore(backup, await kept(), addresses);
  }

  backup.post('/', async (c) => {
    const { keys, passphrase } = readBackupWish(await readBody(c.req.raw));
    const made = makeBackup(await kept(), keys, ports.clock.now());
    return c.json(passphrase === undefined ? made : await seal(made, passphrase));
  });
  backup.post('/plan', async (c) => c.json((await plan(await readBody(c.req.raw, BACKUP_LIMIT))).plan));
  backup.post('/restore', async (c) => {
    const {
      keys,
      set,
      reset,
      clients: wanted,
      sites,
      plan: done,
    } = await plan(await readBody(c.req.raw, BACKUP_LIMIT));
    await pool.adopt(keys);
    for (const [name, value] of set) await settings.set(name, value);
    for (const name of reset) await settings.reset(name);
    for (const { name, hash, masked, addedAt, enabled, ...allowance } of wanted) {
      await clients.adopt({ name, hash, masked, addedAt, enabled });
      await allowances.set(name, allowance);
    }
    if (shell.sites) for (const site of sites) await restoreSite(site, shell.sites, allowances);
    return c.json(done);
  });
  return backup;
}
