/** Google's rules for its protobuf `Schema`, in which everything unknown is an error. */
import type { Report } from './report.ts';

const keywords = new Set(
  (
    'type format title description nullable enum maxItems minItems properties required minProperties maxProperties ' +
    'minLength maxLength pattern example anyOf propertyOrdering default items minimum maximum'
  ).split(' '),
);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function checkSchema(schema: unknown, path: string, report: Report, depth = 0): void {
  if (!isObject(schema) || depth > 30) {
    report('schema', path, 'must be an object, nested at most 30 levels deep');
    return;
  }
  const inner = (value: unknown, name: string) => checkSchema(value, `${path}.${name}`, report, depth + 1);
  const { type, enum: values, properties, items, anyOf, required } = schema;
  for (const name of Object.keys(schema)) {
    if (!keywords.has(name)) report('schema', `${path}.${name}`, `Unknown name "${name}": not a field of Schema`);
  }
  if (type !== undefined && typeof type !== 'string') report('schema', path, 'type cannot be a list');
  if (type === 'array' && items === undefined) report('schema', `${path}.items`, 'missing field');
  if (values !== undefined && !(Array.isArray(values) && values.every((value) => typeof value === 'string'))) {
    report('schema', `${path}.enum`, 'must be an array of strings');
  }
  if (items !== undefined) inner(items, 'items');
  for (const [index, item] of Array.isArray(anyOf) ? anyOf.entries() : []) inner(item, `anyOf.${index}`);
  for (const [name, value] of isObject(properties) ? Object.entries(properties) : []) inner(value, name);
  for (const name of Array.isArray(required) ? required : []) {
    if (!isObject(properties) || !Object.hasOwn(properties, name))
      report('schema', path, `property is not defined: ${name}`);
  }
}
