/** What `/api/*` accepts, checked. Each throws `ProxyError` `invalid_value` that names the field. */
import * as v from 'valibot';
import type { KeyPatch } from '../../contract/keys.ts';
import type { StatsQuery } from '../../contract/stats.ts';
import { timeUnits } from '../../contract/stats.ts';
import { readJson } from '../dialects/delivery/read-json.ts';
import { list, MOST_KEYS, text } from '../input/bounded.ts';
import { checkBody } from '../input/check-body.ts';
import { keyFields } from './keys/key-fields.ts';

const MIB = 1024 * 1024;
/** Bytes of a pasted text with keys. */
export const KEYS_LIMIT = 16 * MIB;
/** Bytes of a backup: all keys, each a service account of a few KB, sealed. */
export const BACKUP_LIMIT = 64 * MIB;

/** The body of a request, which is short unless said otherwise. @throws {ProxyError} `invalid_json`, `body_too_large` */
export const readBody = (request: Request, limit = MIB): Promise<unknown> => readJson(request, limit);

const keysBody = v.object({
  text: text(10_000_000),
  keysAre: v.optional(v.picklist(['ai-studio', 'vertex-express']), 'ai-studio'),
});
const ids = list(text(200), MOST_KEYS);
const someOrAllBody = v.object({ ids: v.exactOptional(ids) });
const time = v.pipe(text(100), v.transform(Number), v.number());
const statsQuery = v.object({
  unit: v.optional(v.picklist(timeUnits), 'hour'),
  from: v.optional(time),
  to: v.optional(time),
  by: v.optional(v.picklist(['all', 'model', 'key', 'key-model', 'client', 'client-model']), 'all'),
  total: v.optional(v.picklist(['true', 'false']), 'false'),
});
const passphrase = v.exactOptional(v.pipe(v.string(), v.minLength(1), v.maxLength(1000)));
const backupBody = v.object({ keys: v.boolean(), passphrase });
const restoreBody = v.object({ file: v.unknown(), passphrase, addresses: v.optional(v.boolean(), false) });
const idsBody = v.object({ ids });
const keyPatchBody = v.strictObject({
  label: v.exactOptional(keyFields.label),
  note: v.exactOptional(keyFields.note),
  enabled: v.exactOptional(keyFields.enabled),
  limits: v.exactOptional(keyFields.limits),
  project: v.exactOptional(keyFields.project),
  location: v.exactOptional(keyFields.location),
  proxy: v.exactOptional(keyFields.proxy),
});
const manyPatchBody = v.object({ ids, patch: keyPatchBody });

/** A pasted text with keys, and what the API keys in it are. */
export const readKeys = (body: unknown) => checkBody(keysBody, body);
export const readIds = (body: unknown): readonly string[] => checkBody(idsBody, body).ids;
/** The keys that something is done with; absent: all. */
export const readSomeOrAll = (body: unknown): readonly string[] | undefined => checkBody(someOrAllBody, body).ids;
export const readKeyPatch = (body: unknown): KeyPatch => checkBody(keyPatchBody, body);
/** What to put into a backup, and the words to seal it with. */
export const readBackupWish = (body: unknown) => checkBody(backupBody, body);
/** A backup, the words that open it, and whether its addresses are to be taken, too. */
export const readRestore = (body: unknown) => checkBody(restoreBody, body);
/** The same change to many keys. */
export const readManyPatch = (body: unknown): { readonly ids: readonly string[]; readonly patch: KeyPatch } =>
  checkBody(manyPatchBody, body);

const DAY = 24 * 3600_000;

/** `?unit=hour&from=<ms>&to=<ms>&by=model&total=true`; the last day by the hour where nothing is said. */
export function readStatsQuery(query: unknown, now: number): StatsQuery {
  const { unit, from, to = now + 1, by, total } = checkBody(statsQuery, query);
  return { unit, from: from ?? to - DAY, to, by, total: total === 'true' };
}
