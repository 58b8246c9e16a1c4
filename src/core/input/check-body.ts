import * as v from 'valibot';
import { ProxyError } from '../errors.ts';
import { wordsOf } from './issue-words.ts';

/** Validation ends at the first issue: a value with a million of them shall not cost a million objects. */
export const firstIssue = { abortEarly: true } as const;

/** The body as the schema reads it. @throws {ProxyError} `invalid_value` that names the first wrong field. */
export function checkBody<S extends v.GenericSchema>(schema: S, body: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, body, firstIssue);
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new ProxyError('invalid_value', { field: v.getDotPath(issue) ?? 'body', reason: wordsOf(issue) });
}

/** The same for what stands in the address, each name once: the first one counts. */
export function checkQuery<S extends v.GenericSchema>(schema: S, query: URLSearchParams): v.InferOutput<S> {
  const first: Record<string, string> = {};
  for (const [name, value] of query) first[name] ??= value;
  return checkBody(schema, first);
}
