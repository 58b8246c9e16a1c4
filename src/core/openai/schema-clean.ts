/**
 * A client's JSON Schema -> the JSON Schema that Google documents for `parametersJsonSchema` and `responseJsonSchema`
 * (SPEC section 4.3, first container). Names of properties are data: only keywords are ever dropped or rewritten.
 */
import type { Json, JsonObject } from '../gemini/wire.ts';
import { isObject } from './fields.ts';
import { MAX_DEPTH, mergeAllOf, resolveRef, type Schema, startWalk, type Walk } from './schema-ref.ts';

/** Copied as they stand. */
const plainKeywords = new Set(
  'format title description default minimum maximum minItems maxItems minLength maxLength pattern propertyOrdering'.split(
    ' ',
  ),
);

interface CleanWalk extends Walk {
  /** The name under `$defs` that stands for a reference, or undefined where it leads nowhere. */
  define(ref: string): string | undefined;
}

/** @param path The schema's own path in the client's request, for the error. */
export function cleanSchema(schema: Schema, path: string): JsonObject {
  const names = new Map<string, string>();
  const pending: [name: string, target: Schema][] = [];
  const walk: CleanWalk = {
    ...startWalk(schema, path),
    define(ref) {
      const known = names.get(ref);
      const target = known === undefined ? resolveRef(schema, ref) : undefined;
      if (target === undefined) return known;
      const name = freshName(ref, [...names.values()]);
      names.set(ref, name);
      pending.push([name, target]);
      return name;
    },
  };
  const cleaned = clean(followRoot(schema), walk, 0);
  const definitions: [string, JsonObject][] = [];
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    definitions.push([next[0], clean(next[1], walk, 0)]);
  }
  return definitions.length === 0 ? cleaned : { ...cleaned, $defs: Object.fromEntries(definitions) };
}

/** Generators like to make the whole schema one reference; Google wants the object itself. */
function followRoot(root: Schema): Schema {
  let schema = root;
  for (let hops = 0; typeof schema.$ref === 'string' && hops < MAX_DEPTH; hops++) {
    schema = resolveRef(root, schema.$ref) ?? {};
  }
  return schema;
}

function freshName(ref: string, taken: readonly string[]): string {
  const base = ref.slice(ref.lastIndexOf('/') + 1).replace(/\W/g, '_');
  let name = base;
  for (let count = 2; taken.includes(name); count++) name = `${base}_${count}`;
  return name;
}

function clean(input: unknown, walk: CleanWalk, depth: number): JsonObject {
  walk.step();
  if (!isObject(input) || depth > MAX_DEPTH) return {};
  const schema = mergeAllOf(input, walk);
  const name = typeof schema.$ref === 'string' ? walk.define(schema.$ref) : undefined;
  if (name !== undefined) return reference(name, schema);
  const entries = Object.entries(schema).flatMap(([keyword, value]) =>
    value === null && keyword !== 'const' ? [] : Object.entries(cleanKeyword(keyword, value, schema, walk, depth + 1)),
  );
  const cleaned: JsonObject = Object.fromEntries(entries);
  return schema.nullable === true ? withNull(cleaned) : cleaned;
}

/** Google takes nothing beside a `$ref`; words about it go around it. */
function reference(name: string, { description, nullable }: Schema): JsonObject {
  const ref = { $ref: `#/$defs/${name}` };
  const alternatives = nullable === true ? [ref, { type: 'null' }] : [ref];
  if (typeof description === 'string') return { anyOf: alternatives, description };
  return alternatives.length > 1 ? { anyOf: alternatives } : ref;
}

function cleanKeyword(keyword: string, value: unknown, schema: Schema, walk: CleanWalk, depth: number): JsonObject {
  const each = (list: unknown) => (Array.isArray(list) ? list : []).map((item: unknown) => clean(item, walk, depth));
  switch (keyword) {
    case 'type':
      return { type: Array.isArray(value) ? value.map(lowerCase) : lowerCase(value) };
    case 'const':
      return { ...(schema.type === undefined ? typeOf(value) : {}), enum: [value as Json] };
    case 'enum':
      return Array.isArray(value) && value.length > 0 ? { enum: value } : {};
    case 'required':
      return Array.isArray(value) && value.length > 0 ? { required: value } : {};
    case 'properties':
      return isObject(value) ? { properties: mapValues(value, (item) => clean(item, walk, depth)) } : {};
    case 'items':
      if (Array.isArray(value)) return { prefixItems: each(value) };
      return isObject(value) ? { items: clean(value, walk, depth) } : {};
    case 'prefixItems':
    case 'anyOf':
    case 'oneOf':
      return Array.isArray(value) && value.length > 0 ? { [keyword]: each(value) } : {};
    case 'additionalProperties':
      return { additionalProperties: typeof value === 'boolean' ? value : clean(value, walk, depth) };
    case 'exclusiveMinimum':
      return isWhole(value, schema) ? { minimum: value + 1 } : {};
    case 'exclusiveMaximum':
      return isWhole(value, schema) ? { maximum: value - 1 } : {};
    default:
      return plainKeywords.has(keyword) ? { [keyword]: value as Json } : {};
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
