import { map } from './map.ts';
import { isPromise, type MaybePromise, type Source } from './source.ts';

/** An item with the number of the source that it came from. */
export interface Sourced<T> {
  readonly source: number;
  readonly item: T;
}

/**
 * Fan-in: the items of several sources as they come, in turn where several are there. Each is asked again only after its
 * last item was given out. Ends all of them when one fails or the reader leaves.
 */
export function merge<T>(sources: readonly Source<T>[]): Source<Sourced<T>> {
  const [only, ...others] = sources;
  const isOne = only !== undefined && others.length === 0;
  return isOne ? map(only, { each: (item) => ({ source: 0, item }) }) : interleaved(sources);
}

function interleaved<T>(sources: readonly Source<T>[]): Source<Sourced<T>> {
  /** Those that are not over. */
  const open = new Map(sources.entries());
  /** Of them those that are not being asked; whoever gave last stands last. */
  const idle = new Map(open);
  /** What came while nobody waited: no more than one item of each, and an error behind them. */
  const ready: (Sourced<T> | { readonly error: unknown })[] = [];
  let waiting: { resolve(item: Sourced<T> | undefined): void; reject(error: unknown): void } | undefined;
  let isOver = false;

  function arrived(number: number, source: Source<T>, item: T | undefined): void {
    // It was ended with another that failed, or with all of them.
    if (!open.has(number)) return;
    if (item === undefined) {
      open.delete(number);
      if (open.size === 0) waiting?.resolve(undefined);
      return;
    }
    idle.set(number, source);
    give({ source: number, item });
  }

  function give(made: (typeof ready)[number]): void {
    if (waiting === undefined) {
      ready.push(made);
      return;
    }
    const { resolve, reject } = waiting;
    waiting = undefined;
    if ('error' in made) reject(made.error);
    else resolve(made);
  }

  function cancelAll(reason: unknown): void {
    const all = [...open.values()];
    open.clear();
    idle.clear();
    for (const source of all) source.cancel(reason);
  }

  function failed(number: number, error: unknown): void {
    // One of those that were ended with the first that failed.
    if (!open.delete(number)) return;
    cancelAll(error);
    give({ error });
  }

  /** Asks whoever is not being asked, until one has an item at once. */
  function ask(): Sourced<T> | undefined {
    for (const [number, source] of [...idle]) {
      idle.delete(number);
      const item: MaybePromise<T | undefined> = source.next();
      if (isPromise(item)) {
        item.then(
          (late) => arrived(number, source, late),
          (error: unknown) => failed(number, error),
        );
      } else if (item === undefined) {
        open.delete(number);
      } else {
        idle.set(number, source);
        return { source: number, item };
      }
    }
    return undefined;
  }

  return {
    next() {
      if (isOver) return undefined;
      const made = ready.shift();
      if (made !== undefined) {
        if (!('error' in made)) return made;
        isOver = true;
        throw made.error;
      }
      try {
        const item = ask();
        if (item !== undefined) return item;
      } catch (error) {
        isOver = true;
        cancelAll(error);
        throw error;
      }
      if (open.size === 0) {
        isOver = true;
        return undefined;
      }
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject };
      });
    },
    cancel(reason) {
      if (isOver) return;
      isOver = true;
      cancelAll(reason);
      waiting?.resolve(undefined);
      waiting = undefined;
    },
  };
}
