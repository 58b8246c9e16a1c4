/**
 * A client's JSON Schema -> the JSON Schema that Google documents for `parametersJsonSchema` and `responseJsonSchema`
 * (docs/design/translation.md#json-schema). Names of properties are data: only keywords are ever dropped or rewritten.
 */

import { createFreeNames } from '../../utils/free-names.ts';
import type { Json, JsonObject } from '../../utils/json/json.ts';
import { isObject } from '../../utils/json/json.ts';
import { MAX_DEPTH, mergeAllOf, type Schema, startWalk, type Walk } from './json-schema-refs.ts';

/** Copied as they stand. */
const plainKeywords = new Set(
  'format title description default minimum maximum minItems maxItems minLength maxLength pattern propertyOrdering'.split(
    ' ',
  ),
);

/** Where the walk stands. */
interface Place extends Walk {
  readonly depth: number;
  /** References that `allOf` has folded into the schemas on the way here. */
  readonly refs: readonly string[];
  /** The name under `$defs` that stands for a reference, or undefined where it leads nowhere. */
  define(ref: string): string | undefined;
}

/** @param path The schema's own path in the client's request, for the error. */
export function cleanSchema(schema: Schema, path: string): JsonObject {
  const names = new Map<string, string>();
  const free = createFreeNames();
  const pending: [name: string, target: Schema][] = [];
  const walk = startWalk(schema, path);
  const top: Place = {
    ...walk,
    depth: 0,
    refs: [],
    define(ref) {
      const known = names.get(ref);
      const target = known === undefined ? walk.resolve(ref) : undefined;
      if (target === undefined) return known;
      const name = free.take(ref.slice(ref.lastIndexOf('/') + 1).replace(/\W/g, '_'));
      names.set(ref, name);
      pending.push([name, target]);
      return name;
    },
  };
  const cleaned = clean(followRoot(schema, walk), top);
  const definitions: [string, JsonObject][] = [];
  // Those that these refer to come behind them.
  for (const [name, target] of pending) definitions.push([name, clean(target, top)]);
  return definitions.length === 0 ? cleaned : { ...cleaned, $defs: Object.fromEntries(definitions) };
}

/** Generators like to make the whole schema one reference; Google wants the object itself. */
function followRoot(root: Schema, { resolve }: Walk): Schema {
  let schema = root;
  for (let hops = 0; typeof schema.$ref === 'string' && hops < MAX_DEPTH; hops++) {
    schema = resolve(schema.$ref) ?? {};
  }
  return schema;
}

function clean(input: unknown, place: Place): JsonObject {
  place.step();
  if (!isObject(input) || place.depth > MAX_DEPTH) return {};
  if (place.refs.length > 0) place.copy(input);
  const { schema, refs } = mergeAllOf(input, place, place.refs);
  const name = typeof schema.$ref === 'string' ? place.define(schema.$ref) : undefined;
  const inner = { ...place, refs, depth: place.depth + 1 };
  if (name !== undefined) return reference(name, schema);
  const cleaned: JsonObject = schema.type === undefined ? typeOf(schema.const) : {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (value === null && keyword !== 'const') continue;
    const kept = cleanKeyword(keyword, value, schema, inner);
    if (kept !== undefined) cleaned[kept[0]] = kept[1];
  }
  return schema.nullable === true ? withNull(cleaned) : cleaned;
}

/** Google takes nothing beside a `$ref`; words about it go around it. */
function reference(name: string, { description, nullable }: Schema): JsonObject {
  const ref = { $ref: `#/$defs/${name}` };
  const alternatives = nullable === true ? [ref, { type: 'null' }] : [ref];
  if (typeof description === 'string') return { anyOf: alternatives, description };
  return alternatives.length > 1 ? { anyOf: alternatives } : ref;
}

/** Under which keyword of Google's what stays; undefined for nothing. */
function cleanKeyword(
  keyword: string,
  value: unknown,
  schema: Schema,
  place: Place,
): [keyword: string, value: Json] | undefined {
  const each = (list: unknown[]) => list.map((item) => clean(item, place));
  switch (keyword) {
    case 'type':
      return ['type', Array.isArray(value) ? value.map(lowerCase) : lowerCase(value)];
    case 'const':
      return ['enum', [value as Json]];
    case 'enum':
    case 'required':
      return Array.isArray(value) && value.length > 0 ? [keyword, value] : undefined;
    case 'properties':
      return isObject(value) ? ['properties', mapValues(value, (item) => clean(item, place))] : undefined;
    case 'items':
      if (Array.isArray(value)) return ['prefixItems', each(value)];
      return isObject(value) ? ['items', clean(value, place)] : undefined;
    case 'prefixItems':
    case 'anyOf':
    case 'oneOf':
      return Array.isArray(value) && value.length > 0 ? [keyword, each(value)] : undefined;
    case 'additionalProperties':
      return [keyword, typeof value === 'boolean' ? value : clean(value, place)];
    case 'exclusiveMinimum':
      return isWhole(value, schema) ? ['minimum', value + 1] : undefined;
    case 'exclusiveMaximum':
      return isWhole(value, schema) ? ['maximum', value - 1] : undefined;
    default:
      return plainKeywords.has(keyword) ? [keyword, value as Json] : undefined;
  }
}

const lowerCase = (type: unknown) => String(type).toLowerCase();

const isWhole = (value: unknown, { type }: Schema): value is number =>
  Number.isInteger(value) && lowerCase(type) === 'integer';

/** `Object.fromEntries` and not assignment: a property may be called `__proto__`. */
function mapValues(values: Schema, map: (value: unknown) => JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== false)
      .map(([key, value]) => [key, map(value)]),
  );
}

function typeOf(value: unknown): JsonObject {
  const type = typeof value;
  return type === 'string' || type === 'number' || type === 'boolean' ? { type } : {};
}

/** OpenAPI's `nullable` in JSON Schema's words. */
function withNull(schema: JsonObject): JsonObject {
  const { type, enum: values, anyOf } = schema;
  return {
    ...schema,
    ...(typeof type === 'string' && { type: [type, 'null'] }),
    ...(Array.isArray(values) && !values.includes(null) && { enum: [...values, null] }),
    ...(Array.isArray(anyOf) && { anyOf: [...anyOf, { type: 'null' }] }),
  };
}
