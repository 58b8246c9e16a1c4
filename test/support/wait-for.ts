import { vi } from 'vitest';

/** Generous, as `expect.poll` is in this project: a loaded machine is no reason to fail. Vitest's own is one second. */
const LONGEST = 20_000;

/** Until `check` no longer throws. @throws what it threw last, when that takes too long. */
export const waitFor = <T>(check: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: LONGEST, interval: 10 });
