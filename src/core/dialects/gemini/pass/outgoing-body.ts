/** A request's body on its way to Google: kept where it is small enough to be sent again, streamed otherwise. */

import type { Exchange } from '../../../exchange.ts';
import { readAhead, type Watcher } from '../../../utils/streams/read-ahead.ts';
import { toWebStream } from '../../../utils/streams/web-stream.ts';
import type { Judge } from '../judge.ts';

/** With a key that refuses, a body of up to so many bytes can be given to the next. */
export const KEPT_BODY = 4 * 1024 * 1024;

export interface OutgoingBody {
  /** The whole body where it is kept; undefined where it is streamed. Empty where there is none. */
  readonly kept: Uint8Array<ArrayBuffer> | undefined;
  /** What to send. A streamed body can be taken once. */
  take(): BodyInit | undefined;
  /** A streamed body has begun to leave: it cannot be sent again. */
  readonly spent: boolean;
  /** What broke a streamed body on the client's side; undefined where it is whole so far. */
  readonly fault: unknown;
}

/**
 * @param limit bytes of a body that is kept; infinite where requests cannot be streamed.
 * @param judge sees each piece of the body before it is sent; what it throws breaks the body.
 */
export async function outgoingBody(
  { header, pieces }: Pick<Exchange, 'header' | 'pieces'>,
  limit: number,
  judge?: Pick<Judge, 'see' | 'end'>,
): Promise<OutgoingBody> {
  let spent = false;
  let fault: unknown;
  const watcher: Watcher = {
    ...(judge && { onPiece: (bytes) => judge.see(bytes), onWhole: () => judge.end() }),
    onTaken() {
      spent = true;
    },
    onFault(error: unknown) {
      fault = error;
    },
  };
  // What says that it is too large need not be looked into first.
  const most = Number(header('content-length') ?? 0) > limit ? -1 : limit;
  const ahead = await readAhead(pieces(), most, watcher);
  const kept = 'whole' in ahead ? ahead.whole : undefined;
  // A platform takes no other stream to send.
  const stream = 'rest' in ahead ? toWebStream(ahead.rest) : undefined;
  return {
    kept,
    take: () => stream ?? (kept?.length === 0 ? undefined : kept),
    get spent() {
      return spent;
    },
    get fault() {
      return fault;
    },
  };
}
