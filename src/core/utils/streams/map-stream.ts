/**
 * A stream with something done to each of its items, without a generator: that takes several promises more for every item
 * and layer, and with 500 streams at once each of them is waited for.
 * @param each what becomes of an item.
 * @param end the source is over; may throw what is then thrown in its place.
 * @param fail the source failed; the error is thrown on.
 */
export function through<T, U>(
  source: AsyncIterable<T>,
  { each, end, fail }: { each(item: T): U; end?(): void; fail?(error: unknown): void },
): AsyncIterable<U> {
  return {
    [Symbol.asyncIterator]() {
      const iterator = source[Symbol.asyncIterator]();
      return {
        next: () =>
          iterator.next().then(
            (result): IteratorResult<U> => {
              if (!result.done) return { done: false, value: each(result.value) };
              end?.();
              return { done: true, value: undefined };
            },
            (error: unknown) => {
              fail?.(error);
              throw error;
            },
          ),
        async return() {
          await iterator.return?.();
          return { done: true, value: undefined };
        },
      };
    },
  };
}
