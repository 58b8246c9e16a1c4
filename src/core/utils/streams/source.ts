/** The pull stream of the core: read item by item, without a promise where the next item is there already. */

/** What `await` would wait for, or would not. */
export type MaybePromise<T> = T | Promise<T>;

/**
 * A stream that is pulled. Whoever writes one keeps to this, and `test/contract/source.ts` holds it to that:
 *
 * - `next` gives the next item; by a promise only where that is still to come, so that what came together is handed on
 *   together. An item is never undefined: that is the end.
 * - It fails once, with what broke it: `next` throws or its promise rejects. After its end, its failure or `cancel` it gives
 *   undefined, however often it is asked.
 * - One `next` at a time: nobody asks before the promise of the last is settled. Nothing is read that was not asked for.
 * - `cancel` ends it from its reader's side. It never throws, may come twice and after the end, and also while a `next`
 *   waits: that is answered without waiting for anything else, with undefined, or with what had come already.
 */
export interface Source<T> {
  next(): MaybePromise<T | undefined>;
  cancel(reason: unknown): void;
}

/** Asked of every item of every stage: the same question as the language's own, which `instanceof` is not. */
export const isPromise = <T>(value: MaybePromise<T>): value is Promise<T> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';

/** What is there already, in its order. */
export function fromPieces<T>(pieces: readonly T[]): Source<T> {
  let left: readonly T[] = pieces;
  let at = 0;
  return {
    next: () => left[at++],
    cancel() {
      left = [];
    },
  };
}

/**
 * An adapter that keeps the contract for what answers by promises and may not keep it: a web reader, an async iterator, a socket.
 * @param pull asked once at a time, and not after its end; undefined is the end.
 * @param leave its reader has left. What it throws, or rejects with, is of no interest any more.
 */
export function fromPulls<T>(pull: () => Promise<T | undefined>, leave: (reason: unknown) => unknown): Source<T> {
  let isOver = false;
  let stopWaiting: (() => void) | undefined;

  function wait(pulled: Promise<T | undefined>): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      // A promise is settled once: what comes after the reader has left goes nowhere.
      stopWaiting = () => resolve(undefined);
      pulled.then(
        (item) => {
          if (item === undefined) isOver = true;
          resolve(item);
        },
        (error: unknown) => {
          isOver = true;
          reject(error);
        },
      );
    });
  }

  return {
    next() {
      if (isOver) return undefined;
      try {
        return wait(pull());
      } catch (error) {
        isOver = true;
        throw error;
      }
    },
    cancel(reason) {
      if (isOver) return;
      isOver = true;
      stopWaiting?.();
      (async () => leave(reason))().catch(() => undefined);
    },
  };
}
