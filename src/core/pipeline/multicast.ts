/** One stream of events for several readers, each of whom gets all of it at a pace of its own. */
import type { GenerateContentResponse } from '../google/wire.ts';
import type { Events } from './call.ts';

type Batch = readonly GenerateContentResponse[];

export interface SharedEvents {
  /** A further reader, from the beginning. @throws {Error} when it comes too late. */
  read(): Events;
}

/** A place in the stream. What every reader has passed is held by nobody. */
interface Place {
  batch?: Promise<IteratorResult<Batch>>;
  next?: Place;
}

/**
 * The source is read as fast as its fastest reader, and what was read is kept for the slower ones, and as long as others
 * may come: of 500 slow streams all that had been said so far was a quarter of the memory. An error of the source reaches
 * all, each after what came before it.
 * @param isOpen whether others may still come: somebody new, or somebody who has been told that it may read.
 * @param onOver once: nobody new shall come, for it is too late, or the source has ended or failed.
 */
export function shareEvents(source: Events, isOpen: () => boolean, onOver: () => void): SharedEvents {
  const iterator = source[Symbol.asyncIterator]();
  let beginning: Place | undefined = {};
  let isOver = false;

  function over(): void {
    if (!isOver) onOver();
    isOver = true;
  }

  async function pull(): Promise<IteratorResult<Batch>> {
    if (!isOpen()) {
      beginning = undefined;
      over();
    }
    try {
      const batch = await iterator.next();
      if (batch.done) over();
      return batch;
    } catch (error) {
      over();
      throw error;
    }
  }

  return {
    read() {
      if (beginning === undefined) throw new Error('It is too late to read this from its beginning');
      let place = beginning;
      const iterator: AsyncIterableIterator<Batch> = {
        next() {
          const { batch = pull() } = place;
          place.batch = batch;
          place.next ??= {};
          place = place.next;
          return batch;
        },
        [Symbol.asyncIterator]: () => iterator,
      };
      return iterator;
    },
  };
}
