/** What restoring a backup would change. Pure. */

import type { AddressChange, BackupPlan } from '../../../contract/backup.ts';
import { isSettingName, parseSetting, type SettingName } from '../../../contract/settings/table.ts';
import { addressSettings } from '../../access/login/powers.ts';
import { createCredential } from '../../pool/keys/credential.ts';
import type { CredentialRecord } from '../../records.ts';
import { isSame } from '../../utils/json/is-same.ts';
import { proxyChange, withProxyOf } from './address-changes.ts';
import type { Backup, Kept, KeptClient, KeptSite } from './backup.ts';

export interface Restoring {
  /** Keys that are new, or are described otherwise. */
  readonly keys: readonly CredentialRecord[];
  readonly set: ReadonlyArray<readonly [SettingName, unknown]>;
  readonly reset: readonly SettingName[];
  /** Clients that are new, or have another password, switch or allowance. */
  readonly clients: readonly KeptClient[];
  /** Sites that are new, or may something else than before. */
  readonly sites: readonly KeptSite[];
  readonly plan: BackupPlan;
}

/**
 * What is to be done so that everything is as in the file. Keys, clients and sites that the file does not name stay; settings
 * that the environment fixes stay, too; settings that this version does not know, or that cannot hold the value, are left
 * out, and so are sites where no web pages ask.
 * @param withAddresses whether what decides where keys are sent is taken over, too; else it is only listed.
 */
export async function planRestore(
  backup: Backup,
  { settings, credentials, clients, sites }: Kept,
  withAddresses: boolean,
): Promise<Restoring> {
  const known = new Map(credentials.map((credential) => [credential.id, credential]));
  const inFile = await Promise.all((backup.keys ?? []).map(asCredential));
  const addresses: AddressChange[] = [];
  const wanted = inFile.map((key) => {
    const before = known.get(key.id);
    if (before !== undefined && backup.partial) return key;
    const change = proxyChange(key, before);
    if (change === undefined) return key;
    addresses.push(change);
    return withAddresses ? key : withProxyOf(before, key);
  });
  const keys = wanted.filter((key) => {
    const before = known.get(key.id);
    return before === undefined || (!backup.partial && !isSame(key, before));
  });
  const set: Array<readonly [SettingName, unknown]> = [];
  const reset: SettingName[] = [];
  const changes: Array<BackupPlan['settings'][number]> = [];
  for (const { name, value, source, default: usual } of settings) {
    if (!isSettingName(name) || source === 'env') continue;
    const to = storable(name, backup.settings[name]);
    if (to !== undefined ? !isSame(to, value) || source === 'default' : source === 'stored' && !backup.partial) {
      const isAddress = addressSettings.has(name);
      if (isAddress) addresses.push({ setting: name, from: String(value), to: String(to ?? usual) });
      else changes.push({ name, from: value, to: to ?? usual });
      if (isAddress && !withAddresses) continue;
      if (to === undefined) reset.push(name);
      else set.push([name, to]);
    }
  }
  const changedClients = changed(backup.clients, clients, ({ name }) => name);
  const changedSites = sites === undefined ? [] : changed(backup.sites, sites, ({ origin }) => origin);
  const added = keys.filter(({ id }) => !known.has(id)).length;
  return {
    keys,
    set,
    reset,
    clients: changedClients,
    sites: changedSites,
    plan: {
      createdAt: backup.createdAt,
      withKeys: backup.keys !== undefined,
      keysAdded: added,
      keysChanged: keys.length - added,
      keysSame: wanted.length - keys.length,
      clients: changedClients.map(({ name }) => name),
      sites: changedSites.map(({ origin, allowed, takeOver }) => ({ origin, allowed, takeOver })),
      settings: changes,
      addresses,
    },
  };
}

/** Those that are not there yet just as they are wanted. */
function changed<T>(wanted: readonly T[] = [], there: readonly T[], nameOf: (one: T) => string): T[] {
  const before = new Map(there.map((one) => [nameOf(one), one]));
  return wanted.filter((one) => !isSame(one, before.get(nameOf(one)) ?? null));
}

async function asCredential({ kind, secret, ...described }: NonNullable<Backup['keys']>[number]) {
  // The id is of the secret, whatever a file says.
  return { ...(await createCredential({ kind, secret }, described.addedAt)), ...described };
}

function storable(name: SettingName, value: unknown) {
  if (value === undefined) return undefined;
  try {
    return parseSetting(name, value);
  } catch {
    return undefined;
  }
}
