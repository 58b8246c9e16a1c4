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
  const over = new AbortController();
  let isWatching = false;
  let waitingSince: number | undefined;

  /** Sleeps as long as nothing can be late: an alarm for each piece would cost more than the piece. */
  async function watch(controller: ReadableStreamDefaultController): Promise<void> {
    while (waitingSince !== undefined) {
      const left = waitingSince + ms - clock.now();
      if (left <= 0) {
        const error = late();
        controller.error(error);
        return reader.cancel(error);
      }
      await clock.sleep(left, over.signal);
    }
    isWatching = false;
  }

  return new ReadableStream(
    {
      async pull(controller) {
        waitingSince = clock.now();
        if (!isWatching) {
          isWatching = true;
          // Rejects when the body has ended, or when it cannot be cancelled: nobody waits for either.
          watch(controller).catch(() => undefined);
        }
        try {
          const { done, value } = await reader.read();
          if (!done) return controller.enqueue(value);
          over.abort();
          controller.close();
        } catch (error) {
          over.abort();
          throw error;
        } finally {
          waitingSince = undefined;
        }
      },
      cancel(reason) {
        over.abort();
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
