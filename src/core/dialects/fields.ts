/**
 * Validating readers for a client's JSON object, each value checked where it is used. Absent and null both mean "unset"
 * (docs/design/translation.md#fields). A value of the wrong type throws with its path in the client's own words, such as
 * `messages[2].content`.
 */
import { ProxyError } from '../errors.ts';
import { isObject } from '../utils/json/json.ts';

/** A JSON object whose values nobody has looked at yet. `Wire` names the keys that may be asked for. */
export interface Fields<Wire> {
  readonly values: { readonly [K in keyof Wire]?: unknown };
  /** Where the object stands in the body; empty for the body itself. */
  readonly path: string;
}

type Key<Wire> = keyof Wire & string;

/** @throws {ProxyError} `invalid_value` that names the field. */
export function refuse(path: string, reason: string): never {
  throw new ProxyError('invalid_value', { field: path, reason });
}

export function fieldsOf<Wire>(value: unknown, path: string): Fields<Wire> {
  if (!isObject(value)) return refuse(path, 'must be an object');
  return { values: value as { [K in keyof Wire]?: unknown }, path };
}

/** Path of one of the object's own fields. */
export const pathOf = <Wire>(fields: Fields<Wire>, key: Key<Wire>): string =>
  fields.path === '' ? key : `${fields.path}.${key}`;

export function text<Wire>(fields: Fields<Wire>, key: Key<Wire>): string | undefined {
  const value = fields.values[key] ?? undefined;
  return value === undefined || typeof value === 'string' ? value : refuse(pathOf(fields, key), 'must be a string');
}

/** A string that must be there and not be empty. */
export function requiredText<Wire>(fields: Fields<Wire>, key: Key<Wire>): string {
  return text(fields, key) || refuse(pathOf(fields, key), 'is required');
}

export function flag<Wire>(fields: Fields<Wire>, key: Key<Wire>): boolean | undefined {
  const value = fields.values[key] ?? undefined;
  return value === undefined || typeof value === 'boolean' ? value : refuse(pathOf(fields, key), 'must be a boolean');
}

/** A number within inclusive bounds. */
export function number<Wire>(
  fields: Fields<Wire>,
  key: Key<Wire>,
  min = Number.NEGATIVE_INFINITY,
  max = Number.POSITIVE_INFINITY,
): number | undefined {
  const value = fields.values[key] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value !== 'number') return refuse(pathOf(fields, key), 'must be a number');
  if (value < min || value > max) return refuse(pathOf(fields, key), `must be from ${min} to ${max}`);
  return value;
}

export function integer<Wire>(fields: Fields<Wire>, key: Key<Wire>, min?: number, max?: number): number | undefined {
  const value = number(fields, key, min, max);
  return value === undefined || Number.isInteger(value) ? value : refuse(pathOf(fields, key), 'must be a whole number');
}

export function object<Wire, K extends Key<Wire>>(
  fields: Fields<Wire>,
  key: K,
): Fields<Extract<NonNullable<Wire[K]>, object>> | undefined {
  const value = fields.values[key] ?? undefined;
  return value === undefined ? undefined : fieldsOf(value, pathOf(fields, key));
}

export function list<Wire>(fields: Fields<Wire>, key: Key<Wire>): readonly unknown[] | undefined {
  const value = fields.values[key] ?? undefined;
  return value === undefined || Array.isArray(value) ? value : refuse(pathOf(fields, key), 'must be an array');
}

type ItemOf<T> = NonNullable<T> extends readonly (infer Item)[] ? Extract<Item, object> : never;

/** The objects of an array, each with its own path such as `tools[0]`; none when it is unset. */
export function objects<Wire, K extends Key<Wire>>(fields: Fields<Wire>, key: K): Fields<ItemOf<Wire[K]>>[] {
  const path = pathOf(fields, key);
  return (list(fields, key) ?? []).map((item, index) => fieldsOf(item, `${path}[${index}]`));
}
