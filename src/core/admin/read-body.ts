/** What `/api/*` accepts, checked. Each throws `ProxyError` `invalid_value` that names the field. */
import * as v from 'valibot';
import type { StatsQuery } from '../stats/stats.ts';
import { timeUnits } from '../stats/time-unit.ts';
import { checkBody } from './check-body.ts';
import type { KeyPatch } from './types.ts';

const keysBody = v.object({
  text: v.pipe(v.string(), v.maxLength(10_000_000)),
  keysAre: v.optional(v.picklist(['ai-studio', 'vertex-express']), 'ai-studio'),
});
const testBody = v.object({ ids: v.exactOptional(v.array(v.string())) });
const time = v.pipe(v.string(), v.transform(Number), v.number());
const statsQuery = v.object({
  unit: v.optional(v.picklist(timeUnits), 'hour'),
  from: v.optional(time),
  to: v.optional(time),
  by: v.optional(v.picklist(['all', 'model', 'key', 'key-model', 'client', 'client-model']), 'all'),
  total: v.optional(v.picklist(['true', 'false']), 'false'),
});
const passphrase = v.exactOptional(v.pipe(v.string(), v.minLength(1), v.maxLength(1000)));
const backupBody = v.object({ keys: v.boolean(), passphrase });
const restoreBody = v.object({ file: v.unknown(), passphrase });
const idsBody = v.object({ ids: v.array(v.string()) });
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** Nothing is an address too: it takes the proxy away. */
const isProxyUrl = (text: string) => text === '' || (/^https?:\/\//i.test(text) && URL.canParse(text));
const keyPatchBody = v.strictObject({
  label: v.exactOptional(v.pipe(v.string(), v.maxLength(200))),
  note: v.exactOptional(v.pipe(v.string(), v.maxLength(5000))),
  enabled: v.exactOptional(v.boolean()),
  limits: v.exactOptional(
    v.strictObject({ perDay: v.exactOptional(count), perDayByModel: v.exactOptional(v.record(v.string(), count)) }),
  ),
  project: v.exactOptional(v.pipe(v.string(), v.regex(/^[\w.:-]*$/))),
  location: v.exactOptional(v.pipe(v.string(), v.regex(/^(?:[a-z][a-z0-9-]*)?$/))),
  proxy: v.exactOptional(v.pipe(v.string(), v.check(isProxyUrl, 'must be http://host:port or https://host:port'))),
});
const manyPatchBody = v.object({ ids: v.array(v.string()), patch: keyPatchBody });

/** A pasted text with keys, and what the API keys in it are. */
export const readKeys = (body: unknown) => checkBody(keysBody, body);
export const readIds = (body: unknown): readonly string[] => checkBody(idsBody, body).ids;
/** The keys to test; absent: all. */
export const readCheck = (body: unknown): readonly string[] | undefined => checkBody(testBody, body).ids;
export const readKeyPatch = (body: unknown): KeyPatch => checkBody(keyPatchBody, body);
/** What to put into a backup, and the words to seal it with. */
export const readBackupWish = (body: unknown) => checkBody(backupBody, body);
/** A backup, and the words that open it. */
export const readRestore = (body: unknown) => checkBody(restoreBody, body);
/** The same change to many keys. */
export const readManyPatch = (body: unknown): { readonly ids: readonly string[]; readonly patch: KeyPatch } =>
  checkBody(manyPatchBody, body);

const DAY = 24 * 3600_000;

/** `?unit=hour&from=<ms>&to=<ms>&by=model&total=true`; the last day by the hour where nothing is said. */
export function readStatsQuery(query: unknown, now: number): StatsQuery {
  const { unit, from, to = now + 1, by, total } = checkBody(statsQuery, query);
  return { unit, from: from ?? to - DAY, to, groupBy: by, total: total === 'true' };
}
