import type { BodyListener } from '../http/event-stream.ts';

/** The same bytes, listened to. Nothing is read before the reader asks for it. */
export function tapBody(
  body: ReadableStream<Uint8Array>,
  { onBytes, onEnd }: BodyListener,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = (body as ReadableStream<Uint8Array<ArrayBuffer>>).getReader();
  let isOver = false;
  const end = (whole: boolean) => {
    if (!isOver) onEnd(whole);
    isOver = true;
  };
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          // The reader may have left meanwhile.
          if (isOver) return;
          if (done) {
            end(true);
            controller.close();
          } else {
            onBytes(value);
            controller.enqueue(value);
          }
        } catch (error) {
          end(false);
          controller.error(error);
        }
      },
      async cancel(reason) {
        end(false);
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
