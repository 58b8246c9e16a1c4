/** What both schema containers share: local references, `allOf`, and a bound on how far a hostile schema is followed. */
import { isObject, refuse } from './fields.ts';

export type Schema = Readonly<Record<string, unknown>>;

/** Deeper than any honest schema; the rest is cut, so that no recursion can overflow the stack. */
export const MAX_DEPTH = 24;

const MAX_STEPS = 5000;

/** One conversion of one schema. */
export interface Walk {
  readonly root: Schema;
  /** Called once per sub-schema: references that multiply each other end in an error, not in exhausted memory. */
  step(): void;
}

export function startWalk(root: Schema, path: string): Walk {
  let steps = 0;
  return {
    root,
    step() {
      steps++;
      if (steps > MAX_STEPS) refuse(path, 'is too large once its references are followed');
    },
  };
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
  walk.step();
  const { allOf, ...own } = schema;
  const [only, ...others] = allOf;
  if (
    others.length === 0 &&
    isObject(only) &&
    '$ref' in only &&
    Object.keys(own).every((key) => annotations.has(key))
  ) {
    return { schema: { ...only, ...own }, refs };
  }
  const parts = allOf.filter(isObject).map((part) => expand(part, walk, refs));
  return {
    schema: [...parts.map((part) => part.schema), own].reduce(mergeTwo, {}),
    refs: [...new Set(parts.flatMap((part) => part.refs))],
  };
}

function expand(part: Schema, walk: Walk, refs: readonly string[]): Merged {
  const ref = part.$ref;
  if (typeof ref !== 'string') return mergeAllOf(part, walk, refs);
  const target = refs.includes(ref) ? undefined : resolveRef(walk.root, ref);
  return target === undefined ? { schema: {}, refs } : mergeAllOf(target, walk, [...refs, ref]);
}

function mergeTwo(first: Schema, second: Schema): Schema {
  const merged: Record<string, unknown> = { ...first, ...second };
  if (isObject(first.properties) && isObject(second.properties)) {
    merged.properties = { ...first.properties, ...second.properties };
  }
  if (Array.isArray(first.required) && Array.isArray(second.required)) {
    merged.required = [...new Set([...first.required, ...second.required])];
  }
  return merged;
}
