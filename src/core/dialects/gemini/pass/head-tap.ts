import type { Bytes } from '../../../utils/bytes.ts';
import { map } from '../../../utils/streams/map.ts';
import type { Source } from '../../../utils/streams/source.ts';

/** The same bytes; `onHead` is told once of their beginning, and is done with it before the reader can see the end. */
export function tapHead(body: Source<Bytes>, limit: number, onHead: (text: string) => Promise<void>): Source<Bytes> {
  const decoder = new TextDecoder();
  let head = '';
  let isTold = false;
  const tell = (): Promise<void> => {
    isTold = true;
    return onHead(head);
  };
  return map(body, {
    each(bytes) {
      if (isTold) return bytes;
      head += decoder.decode(bytes, { stream: true });
      return head.length < limit ? bytes : tell().then(() => bytes);
    },
    end: () => (isTold ? undefined : tell().then(() => undefined)),
  });
}
