/** Everything that a person would miss, as one file. Pure. */
import * as v from 'valibot';
import { ProxyError } from '../errors.ts';
import type { Allowance } from '../guard/allowance.ts';
import type { NamedClient } from '../guard/client-record.ts';
import { type CredentialRecord, credentialKinds } from '../pool/types.ts';
import { migrateSetting, settingsVersion } from '../settings-migrations.ts';
import { allowanceFields } from './allowance-patch.ts';
import { siteOrigin } from './read-site.ts';
import type { SettingView } from './types.ts';

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
const siteSchema = v.object({
  origin: siteOrigin,
  /** Off is kept only of pages of this computer, which may unless a person says no. */
  allowed: v.boolean(),
  takeOver: v.optional(v.boolean(), false),
  ...allowanceFields,
});
const setting = v.union([v.string(), v.number(), v.boolean(), v.array(v.string()), v.record(v.string(), v.string())]);
const backupSchema = v.object({
  kind: v.literal('hajimi-backup'),
  version: v.literal(1),
  createdAt: v.number(),
  /** In which stored form the settings are; the first build did not say. */
  settingsVersion: v.optional(v.number(), 0),
  /** What the file does not name stays as it is, and so does what is known of a key. */
  partial: v.exactOptional(v.literal(true)),
  settings: v.record(v.string(), setting),
  /** Absent where the person left them out. */
  keys: v.exactOptional(v.array(keySchema)),
  /** Who calls with a password of their own: its hash, with which nobody gets in. Absent where there is nobody. */
  clients: v.exactOptional(v.array(clientSchema)),
  /** Which sites may use the pool. The browser's permission for them is none that a file can give. */
  sites: v.exactOptional(v.array(siteSchema)),
});

export type Backup = v.InferOutput<typeof backupSchema>;

/** A client with what it may use. */
export type KeptClient = NamedClient & Allowance;

/** A site with what it may use. */
export interface KeptSite extends Allowance {
  readonly origin: string;
  readonly allowed: boolean;
  readonly takeOver: boolean;
}

/** What there is to keep. */
export interface Kept {
  readonly settings: readonly SettingView[];
  readonly credentials: readonly CredentialRecord[];
  readonly clients: readonly KeptClient[];
  /** Undefined where no web pages ask. */
  readonly sites: readonly KeptSite[] | undefined;
}

/** @param withKeys whether the file is to hold the keys. */
export function makeBackup(kept: Kept, withKeys: boolean, createdAt: number): Backup {
  const { settings, credentials, clients, sites = [] } = kept;
  const stored = settings.filter(({ source }) => source === 'stored');
  return {
    kind: 'hajimi-backup',
    version: 1,
    createdAt,
    settingsVersion,
    settings: Object.fromEntries(stored.map(({ name, value }) => [name, copyOf(value)])),
    ...(withKeys && { keys: credentials.map(({ id: _, ...key }) => copyOf(key)) }),
    ...(clients.length > 0 && { clients: copyOf(clients) }),
    ...(sites.length > 0 && { sites: copyOf(sites) }),
  };
}

/** @throws {ProxyError} `invalid_value` for anything that is no backup of a version that is known. */
export function readBackup(file: unknown): Backup {
  const result = v.safeParse(backupSchema, file);
  if (result.success) return migrated(result.output);
  const [issue] = result.issues;
  const where = v.getDotPath(issue);
  throw new ProxyError('invalid_value', {
    field: 'file',
    reason: `is no backup of Hajimi that this version can read (${where ?? 'whole'}: ${issue.message})`,
  });
}

function migrated(backup: Backup): Backup {
  const settings = Object.entries(backup.settings).map(
    ([name, value]) => [name, migrateSetting(name, value, backup.settingsVersion)] as const,
  );
  return { ...backup, settings: Object.fromEntries(settings) as Backup['settings'], settingsVersion };
}

const copyOf = <T>(value: T) => JSON.parse(JSON.stringify(value));
