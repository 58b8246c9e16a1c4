import type { Clock } from '../ports.ts';

/**
 * The same bytes; errors with `late()` when the upstream is asked for more and says nothing for `ms`. A reader that takes
 * its time is no silence: only waiting counts.
 */
export function patientBody(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  clock: Clock,
  ms: number,
  late: () => Error,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = body.getReader();
  let stopTimer: (() => void) | undefined;
  let waitingSince: number | undefined;
  const stop = () => stopTimer?.();

  /** Set again only where nothing can be late before: a timer for each piece would cost more than the piece. */
  function watch(controller: ReadableStreamDefaultController): void {
    stopTimer = undefined;
    if (waitingSince === undefined) return;
    const left = waitingSince + ms - clock.now();
    if (left > 0) {
      stopTimer = clock.after(left, () => watch(controller));
      return;
    }
    const error = late();
    controller.error(error);
    // It may be broken already: nobody waits for that.
    reader.cancel(error).catch(() => undefined);
  }

  return new ReadableStream(
    {
      async pull(controller) {
        waitingSince = clock.now();
        if (stopTimer === undefined) watch(controller);
        try {
          const { done, value } = await reader.read();
          if (!done) return controller.enqueue(value);
          stop();
          controller.close();
        } catch (error) {
          stop();
          throw error;
        } finally {
          waitingSince = undefined;
        }
      },
      cancel(reason) {
        stop();
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
