/** The same bytes; `onHead` is told once of their beginning, before the reader can see the end. */
export function tapHead(
  body: ReadableStream<Uint8Array>,
  limit: number,
  onHead: (text: string) => void,
): ReadableStream<Uint8Array> {
  const decoder = new TextDecoder();
  let head = '';
  let told = false;
  const tell = () => {
    if (!told) onHead(head);
    told = true;
    head = '';
  };
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(bytes, controller) {
        if (!told) head += decoder.decode(bytes, { stream: true });
        if (head.length >= limit) tell();
        controller.enqueue(bytes);
      },
      flush: tell,
    }),
  );
}
