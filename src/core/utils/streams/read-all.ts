import { type Ending, neverEnds, orEnded } from '../ending.ts';
import { giveWay } from '../give-way.ts';
import { isPromise, type MaybePromise, type Source } from './source.ts';

/** So many pieces that came without waiting are a turn: about 3 ms of a chat's chunks. */
const TURN = 64;

export interface Reading {
  /** The source is cancelled with it, and reading fails with its reason at once, whatever it waits for. */
  readonly ending?: Ending;
  /** Resolves when others have had their turn: a macrotask. */
  giveWay?(): Promise<void>;
}

/**
 * A pump, and the only reader there is: gives each item to `each`, in order, and waits for what that gives, if it is a promise, before it reads
 * on; nothing is read ahead. It waits only where the source does, but for a pause after so many items that came at once:
 * a fast source would keep all other requests waiting.
 * @returns at the source's end.
 * @throws what the source or `each` throws, after which the source is cancelled; the ending's reason.
 */
export async function readAll<T>(
  source: Source<T>,
  each: (item: T) => unknown,
  { ending = neverEnds, giveWay: pause = giveWay }: Reading = {},
): Promise<void> {
  const detach = ending.onEnd((reason) => source.cancel(reason));
  let atOnce = 0;
  try {
    for (;;) {
      let item: MaybePromise<T | undefined> = source.next();
      if (isPromise(item)) {
        item = await item;
        atOnce = 0;
      } else {
        atOnce++;
      }
      ending.throwIfEnded();
      if (item === undefined) return;
      const done = each(item);
      if (isPromise(done)) await orEnded(done, ending);
      if (atOnce < TURN) continue;
      atOnce = 0;
      await pause();
    }
  } catch (error) {
    source.cancel(error);
    throw error;
  } finally {
    detach();
  }
}
