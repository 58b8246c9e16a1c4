/** A stream that says what it was told to say, when it was told to, and writes down how it was treated. */
import fc from 'fast-check';
import type { Source } from '../../src/core/utils/streams/source.ts';

/** `now`: at once. `soon`: by a promise that is settled already. `held`: by one that is settled by `release`. */
export type When = 'now' | 'soon' | 'held';

export interface Script<T> {
  readonly items: readonly { readonly item: T; readonly when: When }[];
  /** The end, or what it fails with. */
  readonly last: { readonly error?: Error; readonly when: When };
}

export interface ScriptedSource<T> extends Source<T> {
  /** How often it was asked before it was over. */
  readonly asked: number;
  /** It has ended or failed, and said so. */
  readonly isOver: boolean;
  /** What it was cancelled with while it was not over. */
  readonly reasons: readonly unknown[];
  /** What its reader did that no reader may. */
  readonly faults: readonly string[];
  /** Settles the answer that is held back. @returns whether there was one. */
  release(): boolean;
}

export function scriptedSource<T>({ items, last }: Script<T>): ScriptedSource<T> {
  const reasons: unknown[] = [];
  const faults: string[] = [];
  let at = 0;
  let asked = 0;
  let isOver = false;
  let waiting: { resolve(item: T | undefined): void; reject(error: unknown): void } | undefined;

  const answer = (): T | undefined => {
    const next = items[at++];
    if (next !== undefined) return next.item;
    isOver = true;
    if (last.error !== undefined) throw last.error;
    return undefined;
  };
  return {
    reasons,
    faults,
    get asked() {
      return asked;
    },
    get isOver() {
      return isOver;
    },
    next() {
      if (waiting !== undefined) faults.push('asked while an answer was on its way');
      if (isOver || reasons.length > 0) return undefined;
      asked++;
      const { when } = items[at] ?? last;
      if (when === 'now') return answer();
      if (when === 'soon') return (async () => answer())();
      return new Promise<T | undefined>((resolve, reject) => {
        waiting = { resolve, reject };
      });
    },
    cancel(reason) {
      if (!isOver && reasons.length === 0) reasons.push(reason);
      waiting?.resolve(undefined);
      waiting = undefined;
    },
    release() {
      if (waiting === undefined) return false;
      const { resolve, reject } = waiting;
      waiting = undefined;
      try {
        resolve(answer());
      } catch (error) {
        reject(error);
      }
      return true;
    },
  };
}

const when = fc.constantFrom<When>('now', 'soon', 'held');
const plain = fc.record({ when });
const failing = fc.record({ when, error: fc.string().map((message) => new Error(message)) });

/** Scripts of so many items, which are their places. */
export const arbitraryScript = (maxLength = 8): fc.Arbitrary<Script<number>> =>
  fc.record({
    items: fc.array(when, { maxLength }).map((all) => all.map((one, item) => ({ item, when: one }))),
    last: fc.oneof(plain, failing),
  });

/** Every promise job that was queued, and those it queued, has run. */
export const jobsDone = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
