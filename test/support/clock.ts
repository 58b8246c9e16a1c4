import type { Clock } from '../../src/core/ports.ts';

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

export interface ManualClock extends Clock {
  /** Moves time on by `ms`, waking sleepers in order of their time, and lets what they start run until it waits again. */
  advance(ms: number): Promise<void>;
  /** How many are asleep. */
  readonly sleepers: number;
}

/** A clock that stands still until it is told to move. `start` is in ms since the epoch. */
export function manualClock(start = Date.UTC(2026, 10, 24, 21, 17)): ManualClock {
  let now = start;
  let sleeping: Sleeper[] = [];

  return {
    now: () => now,

    after(ms, run) {
      const sleeper: Sleeper = { at: now + ms, wake: run };
      sleeping.push(sleeper);
      return () => {
        sleeping = sleeping.filter((other) => other !== sleeper);
      };
    },

    async advance(ms) {
      const end = now + ms;
      for (;;) {
        await settled();
        const next = sleeping.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        now = Math.max(now, next.at);
        sleeping = sleeping.filter((other) => other !== next);
        next.wake();
      }
      now = end;
    },

    get sleepers() {
      return sleeping.length;
    },
  };
}

/** Resolves when every promise job that was queued, and those it queued, has run. */
export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
