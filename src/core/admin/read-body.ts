/** What `/api/*` accepts, checked. Each throws `ProxyError` `invalid_value` that names the field. */
import * as v from 'valibot';
import { ProxyError } from '../errors.ts';
import type { KeyPatch } from './types.ts';

const textBody = v.object({ text: v.pipe(v.string(), v.maxLength(10_000_000)) });
const idsBody = v.object({ ids: v.array(v.string()) });
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const keyPatchBody = v.strictObject({
  label: v.exactOptional(v.pipe(v.string(), v.maxLength(200))),
  note: v.exactOptional(v.pipe(v.string(), v.maxLength(5000))),
  enabled: v.exactOptional(v.boolean()),
  limits: v.exactOptional(
    v.strictObject({ perDay: v.exactOptional(count), perDayByModel: v.exactOptional(v.record(v.string(), count)) }),
  ),
});

function check<S extends v.GenericSchema>(schema: S, body: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, body);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new ProxyError('invalid_value', { field: v.getDotPath(issue) ?? 'body', reason: issue.message });
}

export const readText = (body: unknown): string => check(textBody, body).text;
export const readIds = (body: unknown): readonly string[] => check(idsBody, body).ids;
export const readKeyPatch = (body: unknown): KeyPatch => check(keyPatchBody, body);
