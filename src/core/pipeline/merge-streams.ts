/** Several streams as one, for `n` on models that take one candidate only (SPEC section 1, `n`). */
import type { GenerateContentResponse } from '../google/wire.ts';
import { through } from '../utils/streams/map-stream.ts';
import type { Events } from './call.ts';

/** Events with the number of the stream that they came from. */
export interface SourcedEvents {
  readonly source: number;
  readonly events: readonly GenerateContentResponse[];
}

/** Interleaves the streams' events as they come. Ends all streams when one fails or the reader leaves. */
export function mergeStreams(streams: readonly Events[]): AsyncIterable<SourcedEvents> {
  const [only, ...others] = streams;
  const isOne = only !== undefined && others.length === 0;
  return isOne ? through(only, { each: (events) => ({ source: 0, events }) }) : interleaved(streams);
}

async function* interleaved(streams: readonly Events[]): AsyncGenerator<SourcedEvents, void> {
  const iterators = streams.map((stream) => stream[Symbol.asyncIterator]());
  const next = (source: number, iterator: AsyncIterator<readonly GenerateContentResponse[]>) =>
    iterator.next().then((result) => ({ source, iterator, result }));
  const waiting = new Map(iterators.map((iterator, source) => [source, next(source, iterator)]));
  try {
    while (waiting.size > 0) {
      const { source, iterator, result } = await Promise.race(waiting.values());
      if (result.done) {
        waiting.delete(source);
      } else {
        waiting.set(source, next(source, iterator));
        yield { source, events: result.value };
      }
    }
  } finally {
    for (const pending of waiting.values()) pending.catch(() => undefined);
    await Promise.allSettled(iterators.map((iterator) => iterator.return?.()));
  }
}
