/** What both schema containers share: local references, `allOf`, and a bound on how far a hostile schema is followed. */

import { isObject } from '../../utils/json/json.ts';
import { refuse } from '../fields.ts';

export type Schema = Readonly<Record<string, unknown>>;

/** Deeper than any honest schema; the rest is cut, so that no recursion can overflow the stack. */
export const MAX_DEPTH = 24;

const MAX_STEPS = 5000;

/** Letters that references may add to a schema: a long text that many refer to would else fill memory. */
const MAX_COPIED = 4_000_000;

/** One conversion of one schema. */
export interface Walk {
  /** The sub-schema that a reference names, or undefined. */
  resolve(ref: string): Schema | undefined;
  /** Called once per sub-schema: references that multiply each other end in an error, not in exhausted memory. */
  step(): void;
  /** Called with each sub-schema that stands there by reference, and so perhaps several times. */
  copy(schema: unknown): void;
}

export function startWalk(root: Schema, path: string): Walk {
  let steps = 0;
  let copied = 0;
  /** A reference may be long, and stand in many places. */
  const known = new Map<string, Schema | undefined>();
  const tooLarge = () => refuse(path, 'is too large once its references are followed');
  return {
    resolve(ref) {
      if (!known.has(ref)) known.set(ref, resolveRef(root, ref));
      return known.get(ref);
    },
    step() {
      steps++;
      if (steps > MAX_STEPS) tooLarge();
    },
    copy(schema) {
      copied += isObject(schema) ? ownSize(schema) : 0;
      if (copied > MAX_COPIED) tooLarge();
    },
  };
}

/** Keywords with sub-schemas, which are looked at by themselves. */
const holders = new Set([
  'items',
  'prefixItems',
  'anyOf',
  'oneOf',
  'allOf',
  'additionalProperties',
  '$defs',
  'definitions',
]);

/** Letters of what a schema says by itself. */
function ownSize(schema: Schema): number {
  let size = 0;
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === 'properties' && isObject(value)) for (const name in value) size += name.length + 1;
    else if (!holders.has(keyword)) size += JSON.stringify(value)?.length ?? 0;
  }
  return size;
}

/** The sub-schema that a JSON pointer such as `#/$defs/Item` names, or undefined. */
export function resolveRef(root: Schema, ref: string): Schema | undefined {
  if (ref !== '#' && !ref.startsWith('#/')) return undefined;
  let found: unknown = root;
  for (const segment of ref.split('/').slice(1)) {
    const key = segment.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Record<string, unknown>)[key];
  }
  return isObject(found) ? found : undefined;
}

const annotations = new Set(['title', 'description', 'default', 'examples', 'deprecated', 'readOnly', 'writeOnly']);

export interface Merged {
  readonly schema: Schema;
  /** References whose schemas are part of this one, or of one around it. */
  readonly refs: readonly string[];
}

/**
 * The schema with its `allOf` folded into it. `allOf` of one reference plus words about it, as pydantic writes it, becomes
 * that reference with siblings.
 * @param refs Those that are part of a schema around this one: folding them in again would never end.
 */
export function mergeAllOf(schema: Schema, walk: Walk, refs: readonly string[]): Merged {
  if (!Array.isArray(schema.allOf)) return { schema, refs };
  const merged: Record<string, unknown> = {};
  const found = new Set(refs);
  const required = new Set<unknown>();
  foldIn(schema, { walk, merged, required, found, refs, depth: 0 });
  if (Array.isArray(merged.required)) merged.required = [...required];
  return { schema: merged, refs: [...found] };
}

/** Where folding stands. */
interface Folding {
  readonly walk: Walk;
  /** Everything so far. Its own, so that a part costs only what it brings. */
  readonly merged: Record<string, unknown>;
  /** What stands for `merged.required` meanwhile. */
  readonly required: Set<unknown>;
  /** References that were folded in. */
  readonly found: Set<string>;
  /** Those that led here. */
  readonly refs: readonly string[];
  readonly depth: number;
}

function foldIn(schema: Schema, folding: Folding): void {
  const { walk, refs, depth } = folding;
  walk.step();
  if (refs.length > 0) walk.copy(schema);
  const { allOf, ...own } = schema;
  const parts = Array.isArray(allOf) && depth <= MAX_DEPTH ? allOf.filter(isObject) : [];
  const [only] = parts;
  if (
    Array.isArray(allOf) &&
    allOf.length === 1 &&
    only !== undefined &&
    '$ref' in only &&
    Object.keys(own).every((key) => annotations.has(key))
  ) {
    mergeIn(folding, only);
  } else for (const part of parts) foldPart(part, { ...folding, depth: depth + 1 });
  mergeIn(folding, own);
}

function foldPart(part: Schema, folding: Folding): void {
  const { walk, refs, found } = folding;
  const ref = part.$ref;
  if (typeof ref !== 'string') {
    foldIn(part, folding);
    return;
  }
  const target = refs.includes(ref) ? undefined : walk.resolve(ref);
  if (target === undefined) return;
  found.add(ref);
  foldIn(target, { ...folding, refs: [...refs, ref] });
}

function mergeIn({ merged, required }: Folding, more: Schema): void {
  for (const [keyword, value] of Object.entries(more)) {
    if (keyword === 'properties' && isObject(value)) {
      // Of its own, since what comes later is added to it.
      if (!isObject(merged.properties)) merged.properties = {};
      addAll(merged.properties as Record<string, unknown>, value);
    } else if (keyword === 'required') {
      if (!Array.isArray(merged.required) || !Array.isArray(value)) required.clear();
      if (Array.isArray(value)) for (const name of value) required.add(name);
      merged.required = value;
    } else define(merged, keyword, value);
  }
}

function addAll(properties: Record<string, unknown>, more: Schema): void {
  for (const [name, value] of Object.entries(more)) define(properties, name, value);
}

/** And not assigned: a property may be called `__proto__`. */
const define = (object: object, name: string, value: unknown) =>
  Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
