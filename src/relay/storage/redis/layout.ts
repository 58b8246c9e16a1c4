/**
 * What is where in Redis, below the prefix. A record is a field of its collection's hash: the ms when it expires, or
 * nothing, then `|`, then its JSON. Redis compares keys by bytes, so they are stored in the form of `sortable-key.ts`.
 */
import type { Cold, Collection } from '../../../core/ports.ts';
import { coldCollections, hotCollections } from '../../../core/store/record.ts';

export const collections: readonly Collection[] = [...hotCollections, ...coldCollections];

/** The sorted keys of a cold collection. */
export const indexOf = (collection: Cold): string => `${collection}:keys`;

/** Ids of applied changes, by the time of their commit. */
const applied = 'applied';
/** Number of the last commit that changed something hot. */
export const position = 'position';
/** Those commits, by their number, for the other relays. */
export const changes = 'changes';
/** `collection:key` by the time when the record expires. */
const expiry = 'expiry';

/** The keys of both scripts: the four above, the collections, and the cold ones' keys in their order. */
export const scriptKeys: readonly string[] = [
  applied,
  position,
  changes,
  expiry,
  ...collections,
  ...coldCollections.map(indexOf),
];

export interface Kept {
  readonly json: string;
  readonly expiresAt: number | undefined;
}

export function unpack(stored: string): Kept {
  const bar = stored.indexOf('|');
  return { json: stored.slice(bar + 1), expiresAt: bar === 0 ? undefined : Number(stored.slice(0, bar)) };
}
