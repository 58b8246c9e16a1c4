import { isPromise, type MaybePromise, type Source } from './source.ts';

/**
 * What a stage does with a stream. Whatever a hook throws breaks the stream. A promise of a hook is waited for, by whoever
 * has left meanwhile, too.
 */
export interface Stage<T, U> {
  /** What becomes of an item; undefined: nothing, and the next one is read. */
  each(item: T): MaybePromise<U | undefined>;
  /**
   * Asked before the source is read, and after its end until there is no more: what is to be given out first. For what
   * makes several items of one, begins with one of its own, or must fail behind an item that it gave.
   */
  ahead?(): U | undefined;
  /** The source is over. May give one more item. */
  end?(): MaybePromise<U | undefined>;
  /** The source failed. May give a last item in place of the error, or throw another; undefined: the error is thrown on. */
  fail?(error: unknown): U | undefined;
  /**
   * The stream breaks, for the source failed or a hook threw. May give a last item in place of the error; undefined: the
   * error is thrown on. Nobody hears of it who has left.
   */
  rescue?(error: unknown): U | undefined;
  /** The source was given up before its end, by the reader or because a hook threw; it was cancelled just before. */
  cancel?(reason: unknown): void;
}

/**
 * Map, filter and tap over a stream: something is done to each of its items. It waits only where the source or a hook
 * does, and then takes one promise for an item; an async generator takes several, for every item and stage. Of `end`,
 * `fail` and `cancel` exactly one is called, once, when the stream is read to its end or cancelled: what is to be let go
 * of is let go of there.
 */
export function map<T, U>(source: Source<T>, { ahead, each, end, fail, rescue, cancel }: Stage<T, U>): Source<U> {
  /** `done`: the source is, `ahead` may not be. `over`: nothing more comes. `left`: nor does the reader. */
  let state: 'open' | 'done' | 'over' | 'left' = 'open';
  let isSeeking = false;
  const isClosed = () => state === 'over' || state === 'left';

  /** The next item; undefined for none yet, or for none any more. */
  function turn(): MaybePromise<U | undefined> {
    const first = ahead?.();
    if (first !== undefined) return first;
    if (state === 'done') state = 'over';
    if (state !== 'open') return undefined;
    let item: MaybePromise<T | undefined>;
    try {
      item = source.next();
    } catch (error) {
      return failed(error);
    }
    return isPromise(item) ? item.then(arrivedLate, failedLate) : arrived(item);
  }

  function arrived(item: T | undefined): MaybePromise<U | undefined> {
    if (state === 'left') return undefined;
    if (item === undefined) state = 'done';
    const made = item === undefined ? end?.() : each(item);
    return isPromise(made) ? made.then(found, broken) : made;
  }

  function failed(error: unknown): U | undefined {
    if (state === 'left') return undefined;
    state = 'done';
    const told = fail?.(error);
    if (told === undefined) throw error;
    return told;
  }

  function arrivedLate(item: T | undefined): MaybePromise<U | undefined> {
    try {
      return found(arrived(item));
    } catch (error) {
      return broken(error);
    }
  }

  function failedLate(error: unknown): U | undefined {
    try {
      return failed(error);
    } catch (thrown) {
      return broken(thrown);
    }
  }

  /** After a wait nobody is there who would ask again for what gave nothing. */
  function found(item: MaybePromise<U | undefined>): MaybePromise<U | undefined> {
    if (state === 'left') return undefined;
    return item === undefined && !isSeeking ? seek() : item;
  }

  /** In a loop: a promise that waits for a promise that waits for one holds all of them. */
  async function seek(): Promise<U | undefined> {
    isSeeking = true;
    try {
      for (;;) {
        const item = await turn();
        if (item !== undefined || isClosed()) return item;
      }
    } catch (error) {
      return broken(error);
    } finally {
      isSeeking = false;
    }
  }

  /** The stream ends with an error of its own or the source's. Who has left hears of none. */
  function broken(error: unknown): U | undefined {
    if (state === 'left') return undefined;
    let last: U | undefined;
    try {
      last = rescue?.(error);
    } finally {
      close('over', error);
    }
    if (last === undefined) throw error;
    return last;
  }

  function close(as: 'over' | 'left', reason: unknown): void {
    const isOpen = state === 'open';
    state = as;
    if (!isOpen) return;
    source.cancel(reason);
    cancel?.(reason);
  }

  return {
    next() {
      try {
        while (!isClosed()) {
          const item = turn();
          if (item !== undefined) return item;
        }
        return undefined;
      } catch (error) {
        return broken(error);
      }
    },
    cancel(reason) {
      if (!isClosed()) close('left', reason);
    },
  };
}
