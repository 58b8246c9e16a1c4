/** One stream of events for several readers, each of whom gets all of it at a pace of its own. */
import type { GenerateContentResponse } from '../gemini/wire.ts';
import type { Events } from './question.ts';

type Batch = readonly GenerateContentResponse[];

export interface SharedEvents {
  /** A further reader, from the beginning. */
  read(): Events;
}

/**
 * The source is read as fast as its fastest reader, and what was read is kept for the others. An error of the source
 * reaches all, each after what came before it.
 * @param onEnd the source has ended or failed: whoever comes now comes too late.
 */
export function shareEvents(source: Events, onEnd: () => void): SharedEvents {
  const iterator = source[Symbol.asyncIterator]();
  const batches: Array<Promise<IteratorResult<Batch>>> = [];
  const next = async () => {
    try {
      const batch = await iterator.next();
      if (batch.done) onEnd();
      return batch;
    } catch (error) {
      onEnd();
      throw error;
    }
  };
  const at = (position: number) => {
    const known = batches[position];
    if (known !== undefined) return known;
    const batch = next();
    batches[position] = batch;
    return batch;
  };
  return {
    read: () => ({
      [Symbol.asyncIterator]() {
        let position = 0;
        return { next: () => at(position++) };
      },
    }),
  };
}
