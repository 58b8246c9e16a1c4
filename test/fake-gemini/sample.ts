/** A value that fits a schema, for the arguments of the fake's function calls and its JSON answers. */
import type { Json, JsonObject } from '../../src/core/utils/json/json.ts';

/** Knows JSON Schema and Gemini's own dialect (upper-case types); the same schema always gives the same value. */
export function sample(schema: Json | undefined): Json {
  if (!isObject(schema)) return 'sample';
  if (schema.const !== undefined) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0] ?? null;
  if (Array.isArray(schema.anyOf)) return sample(schema.anyOf[0]);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  switch (String(type ?? 'object').toLowerCase()) {
    case 'object':
      return sampleObject(schema);
    case 'array':
      return [sample(schema.items)];
    case 'integer':
    case 'number':
      return typeof schema.minimum === 'number' ? schema.minimum : 1;
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return 'sample';
  }
}

export function sampleObject(schema: JsonObject | undefined): JsonObject {
  const properties = schema?.properties;
  if (!isObject(properties)) return {};
  return Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, sample(property)]));
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
