/**
 * A bound on how deep a client's JSON may be nested. `JSON.parse` takes a million levels; `JSON.stringify`, and every
 * function that calls itself, overflow the stack at some thousands.
 */

import { ProxyError } from '../../errors.ts';
import { parseJson } from './json.ts';

/** Levels. Google's own parser stops at 100. */
export const DEEPEST_JSON = 200;

/** A list or object, and the way to it. */
interface Place {
  readonly value: object;
  readonly key: string | number;
  readonly above: Place | undefined;
  readonly depth: number;
}

/**
 * @param field the value's own path in the request; empty for the whole body.
 * @throws {ProxyError} `invalid_value` that names the field.
 */
export function checkDepth(value: unknown, field = ''): void {
  const place = tooDeep(value);
  if (place === undefined) return;
  const reason = {
    en: `is nested more than ${DEEPEST_JSON} levels deep`,
    zh: `嵌套超过 ${DEEPEST_JSON} 层`,
  };
  throw new ProxyError('invalid_value', { field: pathOf(place, field) || 'body', reason });
}

export const isTooDeep = (value: unknown): boolean => tooDeep(value) !== undefined;

/**
 * The same for a body that came as text and need not be parsed for anything else. What is no JSON passes.
 * @throws {ProxyError} `invalid_value` that names the field.
 */
export function checkTextDepth(json: string): void {
  if (deepestBrackets(json) <= DEEPEST_JSON) return;
  checkDepth(parseJson(json));
}

/** A list of places still to look at, and no recursion, which is what this is to prevent. */
function tooDeep(root: unknown): Place | undefined {
  const open: Place[] = [];
  const add = (value: unknown, key: string | number, above: Place | undefined) => {
    if (typeof value === 'object' && value !== null) open.push({ value, key, above, depth: (above?.depth ?? 0) + 1 });
  };
  add(root, '', undefined);
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    if (place.depth > DEEPEST_JSON) return place;
    const { value } = place;
    if (Array.isArray(value)) for (let index = 0; index < value.length; index++) add(value[index], index, place);
    else for (const key in value) add((value as Record<string, unknown>)[key], key, place);
  }
  return undefined;
}

/** Keys of a path that are told: they say enough, and the rest is some two hundred more. */
const SHOWN = 6;

function pathOf(place: Place, field: string): string {
  const keys: Array<string | number> = [];
  for (let at: Place = place; at.above !== undefined; at = at.above) keys.push(at.key);
  return keys
    .reverse()
    .slice(0, SHOWN)
    .reduce<string>((path, key) => {
      if (typeof key === 'number') return `${path}[${key}]`;
      return path === '' ? key : `${path}.${key}`;
    }, field);
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** How many brackets are open at once, outside of strings. */
function deepestBrackets(json: string): number {
  let open = 0;
  let most = 0;
  for (let at = 0; at < json.length; at++) {
    const letter = json.charCodeAt(at);
    if (letter === QUOTE) at = endOfString(json, at);
    else if (letter === 0x5b || letter === 0x7b) most = Math.max(most, ++open);
    else if (letter === 0x5d || letter === 0x7d) open--;
  }
  return most;
}

/** Place of the quote that ends the string which begins at `start`. */
function endOfString(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); end >= 0; end = json.indexOf('"', end + 1)) {
    let first = end;
    while (json.charCodeAt(first - 1) === BACKSLASH && first - 1 > start) first--;
    if ((end - first) % 2 === 0) return end;
  }
  return json.length;
}
