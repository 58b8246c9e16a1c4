import type { BodyListener } from '../http/event-stream.ts';

/** The same bytes, listened to. Nothing is read before the reader asks for it. */
export function tapBody(
  body: ReadableStream<Uint8Array>,
  { onBytes, onEnd }: BodyListener,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = (body as ReadableStream<Uint8Array<ArrayBuffer>>).getReader();
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) {
            onEnd(true);
            controller.close();
          } else {
            onBytes(value);
            controller.enqueue(value);
          }
        } catch (error) {
          onEnd(false);
          controller.error(error);
        }
      },
      async cancel(reason) {
        onEnd(false);
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
