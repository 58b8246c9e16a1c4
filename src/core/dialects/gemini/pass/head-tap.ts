/** The same bytes; `onHead` is told once of their beginning, and is done with it before the reader can see the end. */
export function tapHead(
  body: ReadableStream<Uint8Array>,
  limit: number,
  onHead: (text: string) => Promise<void>,
): ReadableStream<Uint8Array> {
  const decoder = new TextDecoder();
  let head = '';
  let told = false;
  const tell = async () => {
    if (told) return;
    told = true;
    await onHead(head);
    head = '';
  };
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      async transform(bytes, controller) {
        if (!told) head += decoder.decode(bytes, { stream: true });
        if (head.length >= limit) await tell();
        controller.enqueue(bytes);
      },
      flush: tell,
    }),
  );
}
