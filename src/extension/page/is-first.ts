import { NativeEvent } from './safe-globals.ts';

/**
 * Whether a script has something to do in this document. A sandboxed one, with an origin of its own, is always refused, so
 * it stays as it is. And none like it may be there yet: what that put in the place of a native function the page may keep
 * anywhere, so it goes on for as long as the page is there.
 * @param event that tells scripts of this kind of each other.
 */
export function isFirst(event: string): boolean {
  const isFree = origin !== 'null' && document.dispatchEvent(new NativeEvent(event, { cancelable: true }));
  if (isFree) document.addEventListener(event, (asked) => asked.preventDefault());
  return isFree;
}
