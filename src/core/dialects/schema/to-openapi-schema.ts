/**
 * A client's JSON Schema -> Google's protobuf `Schema`, the only one that models before 2.5 take: references inlined, one
 * type per schema, `nullable` for null, enums of strings, no unknown keyword (docs/design/translation.md#openapi-schema).
 */
import type { Json, JsonObject } from '../../utils/json/json.ts';
import { isObject } from '../../utils/json/json.ts';
import { MAX_DEPTH, mergeAllOf, type Schema, startWalk, type Walk } from './json-schema-refs.ts';

/** @param path The schema's own path in the client's request, for the error. */
export function lowerSchema(schema: Schema, path: string): JsonObject {
  return lower(schema, { ...startWalk(schema, path), depth: 0, refs: [] });
}

/** References within references: they add no depth, and a chain of thousands would overflow the stack. */
const MAX_REFS = 4 * MAX_DEPTH;

/** Where the walk stands. */
interface Place extends Walk {
  readonly depth: number;
  /** References that led here. */
  readonly refs: readonly string[];
}

function lower(input: unknown, place: Place): JsonObject {
  place.step();
  if (!isObject(input)) return { type: 'string' };
  if (place.depth > MAX_DEPTH || place.refs.length > MAX_REFS) return { type: 'object' };
  if (place.refs.length > 0) place.copy(input);
  const { schema, refs } = mergeAllOf(input, place, place.refs);
  if (typeof schema.$ref === 'string') return lowerRef(schema.$ref, schema, place);
  const inner = { ...place, refs, depth: place.depth + 1 };
  const alternatives = alternativesOf(schema);
  return alternatives === undefined ? lowerTypes(schema, inner) : lowerAlternatives(schema, alternatives, inner);
}

/** A reference that leads back into itself ends in an object of anything: this container has no recursion. */
function lowerRef(ref: string, { $ref: _, ...siblings }: Schema, place: Place): JsonObject {
  if (place.refs.includes(ref)) return { type: 'object' };
  return lower({ ...place.resolve(ref), ...siblings }, { ...place, refs: [...place.refs, ref] });
}

/** Undefined where the schema says by itself what it is: Google wants `anyOf` to stand alone. */
function alternativesOf(schema: Schema): unknown[] | undefined {
  const list = schema.anyOf ?? schema.oneOf;
  return Array.isArray(list) && list.length > 0 && !isObject(schema.properties) ? list : undefined;
}

function lowerAlternatives(schema: Schema, list: unknown[], place: Place): JsonObject {
  const isNull = (item: unknown) => isObject(item) && item.type === 'null';
  const kept = list.filter((item) => !isNull(item)).map((item) => lower(item, place));
  const nullable = schema.nullable === true || kept.length < list.length;
  const [only, ...others] = kept;
  const body = only !== undefined && others.length === 0 ? only : { anyOf: kept };
  return { ...body, ...wordsOf(schema), ...(nullable && { nullable: true }) };
}

function lowerTypes(schema: Schema, place: Place): JsonObject {
  const types = typesOf(schema);
  const named = types.filter((type) => type !== 'null');
  const values = schema.const === undefined ? schema.enum : [schema.const];
  const nullable =
    schema.nullable === true || named.length < types.length || (Array.isArray(values) && values.includes(null));
  const [only = 'string', ...others] = named;
  const typed = (type: string): JsonObject => ({ type, ...facets(type, schema, place) });
  const body = enumOf(values) ?? (others.length === 0 ? typed(only) : { anyOf: named.map(typed) });
  return { ...body, ...wordsOf(schema), ...(nullable && { nullable: true }) };
}

function typesOf(schema: Schema): string[] {
  const { type } = schema;
  if (typeof type === 'string') return [type.toLowerCase()];
  if (Array.isArray(type)) return type.map((one) => String(one).toLowerCase());
  if (isObject(schema.properties)) return ['object'];
  return schema.items !== undefined || schema.prefixItems !== undefined ? ['array'] : ['string'];
}

/** Google's enums are strings whatever they list. */
function enumOf(values: unknown): JsonObject | undefined {
  if (!Array.isArray(values)) return undefined;
  const words = values.filter((value) => value !== null).map(String);
  return words.length === 0 ? undefined : { type: 'string', enum: words };
}

function wordsOf({ title, description }: Schema): JsonObject {
  return {
    ...(typeof title === 'string' && { title }),
    ...(typeof description === 'string' && { description }),
  };
}

/** The keywords that have a meaning for the type. */
function facets(type: string, schema: Schema, place: Place): JsonObject {
  switch (type) {
    case 'object':
      return { ...lowerProperties(schema, place), ...pick(schema, 'minProperties', 'maxProperties') };
    case 'array':
      return { items: lower(itemsOf(schema), place), ...pick(schema, 'minItems', 'maxItems') };
    case 'integer':
      return { ...wholeBounds(schema), ...pick(schema, 'minimum', 'maximum'), ...formatOf(schema, 'int32', 'int64') };
    case 'number':
      return { ...pick(schema, 'minimum', 'maximum'), ...formatOf(schema, 'float', 'double') };
    case 'string':
      return { ...pick(schema, 'minLength', 'maxLength', 'pattern'), ...formatOf(schema, 'enum', 'date-time') };
    default:
      return {};
  }
}

function lowerProperties(schema: Schema, place: Place): JsonObject {
  if (!isObject(schema.properties)) return {};
  const entries = Object.entries(schema.properties).filter(([, value]) => value !== false);
  if (entries.length === 0) return {};
  const properties = Object.fromEntries(entries.map(([key, value]) => [key, lower(value, place)]));
  const defined = (list: unknown) =>
    (Array.isArray(list) ? list : []).filter((key): key is string => Object.hasOwn(properties, String(key)));
  const required = defined(schema.required);
  const propertyOrdering = defined(schema.propertyOrdering);
  return {
    properties,
    ...(required.length > 0 && { required }),
    ...(propertyOrdering.length > 0 && { propertyOrdering }),
  };
}

/** A tuple becomes a list of any of its members' schemas. */
function itemsOf({ items, prefixItems }: Schema): unknown {
  const tuple = Array.isArray(items) ? items : prefixItems;
  return Array.isArray(tuple) && tuple.length > 0 ? { anyOf: tuple } : items;
}

function wholeBounds({ exclusiveMinimum: above, exclusiveMaximum: below }: Schema): JsonObject {
  return {
    ...(typeof above === 'number' && { minimum: Math.floor(above) + 1 }),
    ...(typeof below === 'number' && { maximum: Math.ceil(below) - 1 }),
  };
}

function formatOf({ format }: Schema, ...known: string[]): JsonObject {
  return typeof format === 'string' && known.includes(format) ? { format } : {};
}

function pick(schema: Schema, ...keywords: string[]): JsonObject {
  return Object.fromEntries(
    keywords.flatMap((keyword) => {
      const value = schema[keyword] as Json | undefined;
      return value === undefined || value === null ? [] : [[keyword, value]];
    }),
  );
}
