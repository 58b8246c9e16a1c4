import type { FailureCause } from './keys.ts';

const causes: ReadonlySet<FailureCause> = new Set<FailureCause>([
  'key-invalid',
  'key-expired',
  'key-leaked',
  'key-suspended',
]);

/** Gone for good: nothing that a person may set right at Google brings such a key back. */
export const isDead = (cause: FailureCause | undefined): boolean => cause !== undefined && causes.has(cause);
