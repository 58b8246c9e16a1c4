/** An answer in one piece, for whose client white space is sent ahead while Google takes its time. */
import type { RequestContext } from '../context.ts';
import { isPieces, type Reply } from '../exchange.ts';
import type { Clock } from '../ports.ts';
import { generated, keptAlive, streamReply, within } from './respond-stream.ts';

export interface AwaitedWhole {
  readonly answering: Promise<Reply>;
  /** Google has begun to answer with status 200. */
  readonly begun: Promise<void>;
  onCancel(): void;
}

/**
 * Nothing goes out before the status is known to be 200. Should every key then break in the middle of its answer, the
 * connection is torn: a whole answer has no place for an error, and status 200 with one in it would be a lie.
 * @throws what `answering` rejects with.
 */
export async function respondJson(
  clock: Clock,
  { settings, caller }: Pick<RequestContext, 'settings' | 'caller'>,
  { answering, begun, onCancel }: AwaitedWhole,
): Promise<Reply> {
  const { nonstreamKeepaliveEnabled, nonstreamKeepaliveInterval } = settings;
  // Within the browser nothing between us and the page loses its patience.
  if (!nonstreamKeepaliveEnabled || caller.trust !== 'network') return answering;
  const interval = nonstreamKeepaliveInterval * 1000;
  const isLate = await Promise.race([
    answering.then(() => false),
    begun.then(() => within(clock, interval, answering)),
  ]);
  if (!isLate) return answering;
  return streamReply(generated(spaced(), onCancel), { 'content-type': 'application/json' });

  async function* spaced(): AsyncGenerator<string, void> {
    yield* keptAlive(clock, interval, answering, () => ' ');
    yield* textOf((await answering).body);
  }
}

async function* textOf(body: Reply['body']): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  const text = (piece: string | Uint8Array) =>
    typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true });
  if (!isPieces(body)) {
    if (body !== null) yield text(body);
    return;
  }
  try {
    for (let piece = await body.next(); piece !== undefined; piece = await body.next()) yield text(piece);
  } finally {
    body.cancel(undefined);
  }
}
