import type { Json } from '../../google/wire.ts';
import { canonicalJson } from './canonical-json.ts';

/** Whether two values of JSON are equal, whatever the order of their fields. */
export const isSame = (one: unknown, other: unknown): boolean =>
  canonicalJson(one as Json) === canonicalJson(other as Json);
