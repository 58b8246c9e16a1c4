/** Everything that a person would miss, as one file; and what restoring such a file would change. Pure. */
import * as v from 'valibot';
import { canonicalJson } from '../canonical-json.ts';
import { ProxyError } from '../errors.ts';
import type { Json } from '../gemini/wire.ts';
import type { Allowance } from '../guard/allowance.ts';
import type { NamedClient } from '../guard/client-record.ts';
import { createCredential } from '../pool/credential.ts';
import { type CredentialRecord, credentialKinds } from '../pool/types.ts';
import { isSettingName, parseSetting, type SettingName } from '../settings.ts';
import { allowanceFields } from './allowance-patch.ts';
import type { BackupPlan, SettingView } from './types.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const keySchema = v.object({
  kind: v.picklist(credentialKinds),
  secret: v.pipe(v.string(), v.minLength(1)),
  label: v.optional(v.string(), ''),
  note: v.optional(v.string(), ''),
  addedAt: v.optional(v.number(), 0),
  enabled: v.optional(v.boolean(), true),
  limits: v.optional(
    v.object({ perDay: v.exactOptional(count), perDayByModel: v.exactOptional(v.record(v.string(), count)) }),
    {},
  ),
  project: v.exactOptional(v.string()),
  location: v.exactOptional(v.string()),
  proxy: v.exactOptional(v.string()),
});
const clientSchema = v.object({
  name: v.pipe(v.string(), v.minLength(1)),
  hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  masked: v.string(),
  addedAt: v.optional(v.number(), 0),
  enabled: v.optional(v.boolean(), true),
  ...allowanceFields,
});
const setting = v.union([v.string(), v.number(), v.boolean(), v.array(v.string()), v.record(v.string(), v.string())]);
const backupSchema = v.object({
  kind: v.literal('hajimi-backup'),
  version: v.literal(1),
  createdAt: v.number(),
  /** What the file does not name stays as it is, and so does what is known of a key. */
  partial: v.exactOptional(v.literal(true)),
  settings: v.record(v.string(), setting),
  /** Absent where the person left them out. */
  keys: v.exactOptional(v.array(keySchema)),
  /** Who calls with a password of their own: its hash, with which nobody gets in. Absent where there is nobody. */
  clients: v.exactOptional(v.array(clientSchema)),
});

export type Backup = v.InferOutput<typeof backupSchema>;

/** A client with what it may use. */
export type KeptClient = NamedClient & Allowance;

/** @param credentials undefined: the file is to hold no keys. */
export function makeBackup(
  settings: readonly SettingView[],
  credentials: readonly CredentialRecord[] | undefined,
  clients: readonly KeptClient[],
  createdAt: number,
): Backup {
  const stored = settings.filter(({ source }) => source === 'stored');
  return {
    kind: 'hajimi-backup',
    version: 1,
    createdAt,
    settings: Object.fromEntries(stored.map(({ name, value }) => [name, copyOf(value)])),
    ...(credentials && { keys: credentials.map(({ id: _, ...key }) => copyOf(key)) }),
    ...(clients.length > 0 && { clients: copyOf(clients) }),
  };
}

/** @throws {ProxyError} `invalid_value` for anything that is no backup of a version that is known. */
export function readBackup(file: unknown): Backup {
  const result = v.safeParse(backupSchema, file);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const where = v.getDotPath(issue);
  throw new ProxyError('invalid_value', {
    field: 'file',
    reason: `is no backup of Hajimi that this version can read (${where ?? 'whole'}: ${issue.message})`,
  });
}

export interface Restoring {
  /** Keys that are new, or are described otherwise. */
  readonly keys: readonly CredentialRecord[];
  readonly set: ReadonlyArray<readonly [SettingName, unknown]>;
  readonly reset: readonly SettingName[];
  /** Clients that are new, or have another password, switch or allowance. */
  readonly clients: readonly KeptClient[];
  readonly plan: BackupPlan;
}

/**
 * What is to be done so that everything is as in the file. Keys and clients that the file does not name stay; settings that the
 * environment fixes stay, too; settings that this version does not know, or that cannot hold the value, are left out.
 */
export async function planRestore(
  backup: Backup,
  settings: readonly SettingView[],
  credentials: readonly CredentialRecord[],
  clients: readonly KeptClient[],
): Promise<Restoring> {
  const known = new Map(credentials.map((credential) => [credential.id, credential]));
  const wanted = await Promise.all((backup.keys ?? []).map(asCredential));
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
      if (to === undefined) reset.push(name);
      else set.push([name, to]);
      changes.push({ name, from: value, to: to ?? usual });
    }
  }
  const before = new Map(clients.map((client) => [client.name, client]));
  const changedClients = (backup.clients ?? []).filter((client) => !isSame(client, before.get(client.name) ?? null));
  const added = keys.filter(({ id }) => !known.has(id)).length;
  return {
    keys,
    set,
    reset,
    clients: changedClients,
    plan: {
      createdAt: backup.createdAt,
      withKeys: backup.keys !== undefined,
      keysAdded: added,
      keysChanged: keys.length - added,
      keysSame: wanted.length - keys.length,
      clients: changedClients.map(({ name }) => name),
      settings: changes,
    },
  };
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

const copyOf = <T>(value: T) => JSON.parse(JSON.stringify(value));

/** Whether two values of JSON are equal, whatever the order of their fields. */
export const isSame = (one: unknown, other: unknown): boolean =>
  canonicalJson(one as Json) === canonicalJson(other as Json);
