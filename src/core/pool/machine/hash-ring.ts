/** Hash ring of the sticky rotation: a conversation keeps its key, so that Google's prefix cache hits. Pure. */
import { addedBefore, type Key, type PoolState } from './state.ts';

/**
 * Consistent hashing: the keys in the order in which a conversation prefers them. Keys that come or go move only their
 * own conversations.
 */
export function* keysForConversation(state: PoolState, conversation: string): Generator<Key> {
  state.ring ??= [...state.keys.values()]
    .map((key) => ({ at: hash(key.credential.id), key }))
    .sort((a, b) => a.at - b.at || (addedBefore(a.key, b.key) ? -1 : 1));
  const { ring } = state;
  const start = firstFrom(ring, hash(conversation));
  for (let step = 0; step < ring.length; step += 1) {
    const place = ring[(start + step) % ring.length];
    if (place !== undefined) yield place.key;
  }
}

function firstFrom(ring: ReadonlyArray<{ readonly at: number }>, wanted: number): number {
  let low = 0;
  let high = ring.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const place = ring[middle];
    if (place !== undefined && place.at < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** FNV-1a with a final mix, since short and similar texts must spread, too. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d);
  value = Math.imul(value ^ (value >>> 12), 0x297a2d39);
  return (value ^ (value >>> 15)) >>> 0;
}
