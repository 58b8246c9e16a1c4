import type { Clock } from '../../ports.ts';
import type { BodyReader } from '../../utils/streams/body-reader.ts';

type Read = Awaited<ReturnType<BodyReader['read']>>;

/**
 * Reads the same bytes; fails with `late()` when the upstream is asked for more and says nothing for `ms`. A reader that
 * takes its time is no silence: only waiting counts.
 */
export function patientReader(reader: BodyReader, clock: Clock, ms: number, late: () => Error): BodyReader {
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
    // It may be broken already: nobody waits for that.
    reader.cancel(error).catch(() => undefined);
  }

  return {
    read: () =>
      new Promise<Read>((resolve, reject) => {
        waiting = { since: clock.now(), fail: reject };
        if (stopTimer === undefined) watch();
        reader.read().then(
          (read) => {
            waiting = undefined;
            if (read.done) stopTimer?.();
            resolve(read);
          },
          (error: unknown) => {
            waiting = undefined;
            stopTimer?.();
            reject(error);
          },
        );
      }),
    cancel(reason) {
      stopTimer?.();
      return reader.cancel(reason);
    },
  };
}
