/** A stream whose head may go out before its answer is there, so that the client does not give up waiting. */
import { hasLeft } from '../ended.ts';
import type { Pieces, Reply } from '../exchange.ts';
import type { Clock } from '../ports.ts';
import type { Ending } from '../utils/ending.ts';
import { toAsyncIterable } from '../utils/streams/async-iterable.ts';
import { fromPulls, type Source } from '../utils/streams/source.ts';

export interface AwaitedStream<Answer> {
  readonly answering: Promise<Answer>;
  /** The head may go out. */
  readonly begun: Promise<void>;
  readonly clock: Clock;
  /** Ms until the head goes out at the latest. */
  readonly headWithin: number;
  /** Ms between the pieces that keep the client waiting. */
  readonly interval: number;
  /** A piece that says nothing; undefined where the head alone is enough. */
  readonly keepAlive: (() => string) | undefined;
  /**
   * Each is sent as one chunk, so each must be whole events: some clients have no buffering parser
   * (docs/design/clients.md#the-wire). What fails is told in the stream; throwing tears the connection.
   * @param hasBegun whether pieces went out before the answer was there.
   */
  pieces(answer: Answer, hasBegun: boolean): Source<string>;
  /** The last piece of a stream that failed after its head. */
  fail(error: unknown): string;
  /** @param answer undefined where the head goes out before it. */
  headers(answer: Answer | undefined): Readonly<Record<string, string>>;
  /** Comes when the client has left, or we end the answer. */
  readonly ending: Ending;
  /** The reader left before the answer was there. */
  onCancel(): void;
}

/**
 * Resolves with the first of: the answer, the moment when the head may go out, the time when it must.
 * @throws what `answering` rejects with, when it fails before that: then the client sees the real status.
 */
export async function respondStream<Answer>(stream: AwaitedStream<Answer>): Promise<Reply> {
  const { answering, begun, clock, headWithin, interval, keepAlive, ending, onCancel } = stream;
  const isEarly = await within(clock, headWithin, answering, begun);
  if (isEarly) return streamReply(generated(waiting(), onCancel), stream.headers(undefined));
  const answer = await answering;
  return streamReply(stream.pieces(answer, false), stream.headers(answer));

  async function* waiting(): AsyncGenerator<string, void> {
    if (keepAlive !== undefined) yield* keptAlive(clock, interval, answering, keepAlive);
    let answer: Answer;
    try {
      answer = await answering;
    } catch (error) {
      if (!hasLeft(ending)) yield stream.fail(error);
      return;
    }
    yield* toAsyncIterable(stream.pieces(answer, keepAlive !== undefined));
  }
}

/** What a generator makes. A generator that waits cannot be told to stop: `onCancel` ends what it waits for. */
export const generated = (pieces: AsyncGenerator<string, void>, onCancel: () => void): Source<string> =>
  fromPulls(
    async () => (await pieces.next()).value ?? undefined,
    () => {
      onCancel();
      return pieces.return();
    },
  );

/** An answer that is sent as it is made. */
export const streamReply = (body: Pieces, headers: Reply['headers']): Reply => ({
  status: 200,
  headers: {
    'content-type': 'text/event-stream; charset=utf-8',
    // No proxy on the way shall collect the pieces (nginx does unless told).
    'cache-control': 'no-cache',
    'x-accel-buffering': 'no',
    ...headers,
  },
  body,
});

/**
 * Whether the answer is still to come when the interval is over or `begun` happens.
 * @throws what `answering` rejects with, when it fails before that.
 */
export function within(
  clock: Clock,
  interval: number,
  answering: Promise<unknown>,
  begun?: Promise<void>,
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const stopTimer = clock.after(interval, () => resolve(true));
    const end = (tell: () => void) => () => {
      stopTimer();
      tell();
    };
    answering.then(
      end(() => resolve(false)),
      (error: unknown) => end(() => reject(error))(),
    );
    void begun?.then(end(() => resolve(true)));
  });
}

/** A piece now and after each interval, until the answer is there or has failed. */
export async function* keptAlive(
  clock: Clock,
  interval: number,
  answering: Promise<unknown>,
  keepAlive: () => string,
): AsyncGenerator<string, void> {
  const settled = answering.catch(() => undefined);
  do yield keepAlive();
  while (await within(clock, interval, settled));
}
