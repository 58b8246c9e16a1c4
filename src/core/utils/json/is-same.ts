import { canonicalJson } from './canonical-json.ts';
import type { Json } from './json.ts';

/** Whether two values of JSON are equal, whatever the order of their fields. */
export const isSame = (one: unknown, other: unknown): boolean =>
  canonicalJson(one as Json) === canonicalJson(other as Json);
