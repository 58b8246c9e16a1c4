/** An answer in one piece, for whose client white space is sent ahead while Google takes its time. */
import type { Caller } from '../ports.ts';
import type { Services } from '../services.ts';
import { eventStream } from '../utils/streams/event-stream.ts';
import { keptAlive, within } from './respond-stream.ts';

export interface AwaitedWhole {
  readonly answering: Promise<Response>;
  /** Google has begun to answer with status 200. */
  readonly begun: Promise<void>;
  onCancel(): void;
}

/**
 * Nothing goes out before the status is known to be 200. Should every key then break in the middle of its answer, the
 * connection is torn: a whole answer has no place for an error, and status 200 with one in it would be a lie.
 * @throws what `answering` rejects with.
 */
export async function wholeAnswer(
  { settings, ports }: Pick<Services, 'settings' | 'ports'>,
  caller: Caller,
  { answering, begun, onCancel }: AwaitedWhole,
): Promise<Response> {
  const { clock } = ports;
  const { nonstreamKeepaliveEnabled, nonstreamKeepaliveInterval } = settings.current();
  // Within the browser nothing between us and the page loses its patience.
  if (!nonstreamKeepaliveEnabled || caller.trust !== 'network') return answering;
  const interval = nonstreamKeepaliveInterval * 1000;
  const isLate = await Promise.race([
    answering.then(() => false),
    begun.then(() => within(clock, interval, answering)),
  ]);
  if (!isLate) return answering;
  return eventStream(spaced(), { 'content-type': 'application/json' }, onCancel);

  async function* spaced(): AsyncGenerator<string, void> {
    yield* keptAlive(clock, interval, answering, () => ' ');
    const { body } = await answering;
    const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
    for (let next = await reader?.read(); next?.value !== undefined; next = await reader?.read()) yield next.value;
  }
}
