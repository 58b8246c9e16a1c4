/** Which calls of Google's API cost no quota of a model. Whatever is not known to be free counts. */
import { canonicalPath } from '../utils/net/canonical-path.ts';
import { readNativePath } from './paths.ts';

const FREE = [
  // Counting.
  /:(?:count|countText|countMessage|compute)Tokens$/,
  // A file: its bytes, or what Google shall know of it.
  /^(?:\/upload)?\/\w+\/(?:openai\/)?files$/,
  // What was begun is given up.
  /\/(?:batches|operations)\/[^/]+(?::|\/)cancel$/,
  /\/interactions\/[^/]+(?::|\/)cancel$/,
];

/** @param pathname of a POST as it came in. What cannot be read in one way only is not free. */
export function isFreeCall(pathname: string): boolean {
  const native = readNativePath(pathname.replace(/\/{2,}/g, '/'));
  if (native === undefined) return false;
  try {
    const path = canonicalPath(native.path);
    return FREE.some((free) => free.test(path));
  } catch {
    return false;
  }
}
