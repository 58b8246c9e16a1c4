/** Everything that a person would miss, as one file. Pure. */
import * as v from 'valibot';
import type { Allowance } from '../../../contract/clients.ts';
import { credentialKinds } from '../../../contract/keys.ts';
import type { SettingView } from '../../../contract/settings/value.ts';
import type { NamedClient } from '../../access/clients/client-record.ts';
import { ProxyError } from '../../errors.ts';
import { list, MOST_KEYS, table, text } from '../../input/bounded.ts';
import { firstIssue } from '../../input/check-body.ts';
import { because, wordsOf } from '../../input/issue-words.ts';
import type { CredentialRecord } from '../../records.ts';
import { migrateSetting, settingsVersion } from '../../settings/migrations.ts';
import { allowanceFields } from '../clients/client-quota-patch.ts';
import { clientName } from '../clients/clients.ts';
import { keyFields, secretOf } from '../keys/key-fields.ts';
import { siteOrigin } from '../sites/sites.ts';

/** Of whatever a person adds one by one. */
const MOST_ENTRIES = 10_000;

/** Ms since the epoch. */
const time = v.pipe(v.number(), v.finite(), v.minValue(0));
const keySchema = v.pipe(
  v.object({
    kind: v.picklist(credentialKinds),
    secret: v.pipe(text(100_000), v.minLength(1)),
    label: v.optional(keyFields.label, ''),
    note: v.optional(keyFields.note, ''),
    addedAt: v.optional(time, 0),
    enabled: v.optional(keyFields.enabled, true),
    limits: v.optional(keyFields.limits, {}),
    project: v.exactOptional(keyFields.project),
    location: v.exactOptional(keyFields.location),
    proxy: v.exactOptional(keyFields.proxy),
  }),
  v.forward(
    v.check(({ kind, secret }) => secretOf(kind, secret) !== undefined, because('secret')),
    ['secret'],
  ),
  v.transform((key) => ({ ...key, secret: secretOf(key.kind, key.secret) ?? '' })),
);
const clientSchema = v.object({
  name: clientName,
  hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  masked: text(1000),
  addedAt: v.optional(time, 0),
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
const words = text(1_000_000);
const setting = v.union([words, v.number(), v.boolean(), list(words, MOST_ENTRIES), table(words, MOST_ENTRIES)]);
const backupSchema = v.object({
  kind: v.literal('hajimi-backup'),
  version: v.literal(1),
  createdAt: time,
  /** In which stored form the settings are; the first build did not say. */
  settingsVersion: v.optional(v.number(), 0),
  /** What the file does not name stays as it is, and so does what is known of a key. */
  partial: v.exactOptional(v.literal(true)),
  settings: table(setting, MOST_ENTRIES),
  /** Absent where the person left them out. */
  keys: v.exactOptional(list(keySchema, MOST_KEYS)),
  /** Who calls with a password of their own: its hash, with which nobody gets in. Absent where there is nobody. */
  clients: v.exactOptional(list(clientSchema, MOST_ENTRIES)),
  /** Which sites may use the pool. The browser's permission for them is none that a file can give. */
  sites: v.exactOptional(list(siteSchema, MOST_ENTRIES)),
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

/**
 * @throws {ProxyError} `invalid_value` for anything that is no backup of a version that is known, and for the first value in
 *   it that no form would take, which it names: `keys.3.proxy`.
 */
export function readBackup(file: unknown): Backup {
  const result = v.safeParse(backupSchema, file, firstIssue);
  if (result.success) return migrated(result.output);
  const [issue] = result.issues;
  const where = v.getDotPath(issue);
  const { en, zh } = wordsOf(issue);
  throw new ProxyError('invalid_value', {
    field: 'file',
    reason: {
      en: `is no backup of Hajimi that this version can read (${where ?? 'the whole'} ${en})`,
      zh: `不是此版本可读取的 Hajimi 备份（${where ?? '整个文件'}：${zh}）`,
    },
  });
}

function migrated(backup: Backup): Backup {
  const settings = Object.entries(backup.settings).map(
    ([name, value]) => [name, migrateSetting(name, value, backup.settingsVersion)] as const,
  );
  return { ...backup, settings: Object.fromEntries(settings) as Backup['settings'], settingsVersion };
}

const copyOf = <T>(value: T) => JSON.parse(JSON.stringify(value));
