import type { Reply } from '../../exchange.ts';
import { fromPulls } from '../../utils/streams/source.ts';

/**
 * An answer that streams text as it is made, at the pace of its reader.
 * @param pieces each is sent as one chunk, so each must be whole events: some clients read no more carefully than that
 *   (clients.md part 1, section 3). What fails is told in the stream; throwing tears the connection.
 * @param onCancel the reader left before the end.
 */
export function eventStream(
  pieces: AsyncIterator<string>,
  headers: Readonly<Record<string, string>>,
  onCancel: () => void,
): Reply {
  const pull = async (): Promise<string | undefined> => {
    let next = await pieces.next();
    while (!next.done && next.value === '') next = await pieces.next();
    return next.done ? undefined : next.value;
  };
  const body = fromPulls(pull, () => {
    onCancel();
    return pieces.return?.();
  });
  // No proxy on the way shall collect the pieces (nginx does unless told).
  const own = {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    'x-accel-buffering': 'no',
  };
  return { status: 200, headers: { ...own, ...headers }, body };
}
