import * as v from 'valibot';
import { ProxyError } from '../errors.ts';

/** The body as the schema reads it. @throws {ProxyError} `invalid_value` that names the first wrong field. */
export function checkBody<S extends v.GenericSchema>(schema: S, body: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, body);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new ProxyError('invalid_value', { field: v.getDotPath(issue) ?? 'body', reason: issue.message });
}
