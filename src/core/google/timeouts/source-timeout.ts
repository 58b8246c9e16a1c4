import type { Clock } from '../../ports.ts';
import { isPromise, type Source } from '../../utils/streams/source.ts';

/** How long an answer that has begun may be silent, and what its reader is told then. */
export interface Silence {
  readonly clock: Clock;
  readonly ms: number;
  late(): Error;
}

/**
 * The same, given up when the upstream is asked for more and says nothing for so long. A reader that takes its time is no
 * silence: only waiting counts.
 */
export function withSilenceTimeout<T>(source: Source<T>, { clock, ms, late }: Silence): Source<T> {
  let stopTimer: (() => void) | undefined;
  let waiting: { readonly since: number; fail(error: Error): void } | undefined;

  /** Set again only where nothing can be late before: a timer for each piece would cost more than the piece. */
  function watch(): void {
    stopTimer = undefined;
    if (waiting === undefined) return;
    const left = waiting.since + ms - clock.now();
    if (left > 0) {
      stopTimer = clock.after(left, watch);
      return;
    }
    const error = late();
    waiting.fail(error);
    waiting = undefined;
    source.cancel(error);
  }

  const wait = (item: Promise<T | undefined>): Promise<T | undefined> =>
    new Promise((resolve, reject) => {
      waiting = { since: clock.now(), fail: reject };
      if (stopTimer === undefined) watch();
      item.then(
        (arrived) => {
          waiting = undefined;
          if (arrived === undefined) stopTimer?.();
          resolve(arrived);
        },
        (error: unknown) => {
          waiting = undefined;
          stopTimer?.();
          reject(error);
        },
      );
    });

  return {
    next() {
      try {
        const item = source.next();
        if (isPromise(item)) return wait(item);
        if (item === undefined) stopTimer?.();
        return item;
      } catch (error) {
        stopTimer?.();
        throw error;
      }
    },
    cancel(reason) {
      stopTimer?.();
      source.cancel(reason);
    },
  };
}
