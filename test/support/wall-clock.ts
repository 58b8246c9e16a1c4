/** The wall clock, for tests that talk to real servers; `clock.ts` is for those that steer the time. */
import type { Clock } from '../../src/core/ports.ts';

export const wallClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
