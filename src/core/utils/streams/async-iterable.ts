/** Between the core's streams and `for await`. */
import { fromPulls, type Source } from './source.ts';

/** What an iterable gives; its iterator is asked to `return` when the source is cancelled. */
export function fromAsyncIterable<T>(iterable: AsyncIterable<T>): Source<T> {
  const iterator = iterable[Symbol.asyncIterator]();
  return fromPulls(
    async () => {
      const result = await iterator.next();
      return result.done ? undefined : result.value;
    },
    () => iterator.return?.(),
  );
}

/** For one loop; leaving it early cancels the source. */
export function toAsyncIterable<T>(source: Source<T>): AsyncIterableIterator<T> {
  return {
    async next() {
      const value = await source.next();
      return value === undefined ? { done: true, value } : { done: false, value };
    },
    async return() {
      source.cancel(new DOMException('The reader has left', 'AbortError'));
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
