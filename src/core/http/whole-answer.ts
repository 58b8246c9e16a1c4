/** An answer in one piece, for whose client white space is sent ahead while Google takes its time. */
import type { Clock } from '../ports.ts';
import { eventStream } from './event-stream.ts';
import { keptAlive } from './stream-answer.ts';

export interface AwaitedWhole {
  readonly answering: Promise<Response>;
  /** Google has begun to answer with status 200. */
  readonly begun: Promise<void>;
  readonly clock: Clock;
  /** Ms between the signs of life. */
  readonly interval: number;
  onCancel(): void;
}

/**
 * Nothing goes out before the status is known to be 200. Should every key then break in the middle of its answer, the
 * connection is torn: a whole answer has no place for an error, and status 200 with one in it would be a lie.
 * @throws what `answering` rejects with.
 */
export async function wholeAnswer({ answering, begun, clock, interval, onCancel }: AwaitedWhole): Promise<Response> {
  const timer = new AbortController();
  const late = begun.then(() => clock.sleep(interval, timer.signal)).then(() => true);
  const isLate = await Promise.race([answering.then(() => false), late]).finally(() => timer.abort());
  if (!isLate) return answering;
  return eventStream(spaced(), { 'content-type': 'application/json' }, onCancel);

  async function* spaced(): AsyncGenerator<string, void> {
    yield* keptAlive(clock, interval, answering, () => ' ');
    const response = await answering;
    yield await response.text();
  }
}
