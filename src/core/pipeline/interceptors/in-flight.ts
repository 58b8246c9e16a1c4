/** One call under way, and its subscribers: those who wait for its answer. */
import { endedBy } from '../../ended.ts';
import { ProxyError } from '../../errors.ts';
import { createEnding } from '../../utils/ending.ts';
import { share } from '../../utils/streams/share.ts';
import { type Batches, type GenerateCall, type GenerateHandler, type GenerateResult, isStreamed } from '../call.ts';
import { batchesOf } from '../outcome.ts';

export interface InFlight {
  readonly first: GenerateCall;
  /** Whether others may still join. */
  isOpen(): boolean;
  /** The call's answer for one more subscriber. When all who joined have left, the call is cancelled. */
  join(call: GenerateCall): Promise<GenerateResult>;
}

/**
 * @param isOpen whether others may still join.
 * @param onOver nobody can join any more: it is too late, or the answer is read to its end, failed, or was given up.
 */
export function createInFlight(
  next: GenerateHandler,
  first: GenerateCall,
  isOpen: () => boolean,
  onOver: () => void,
): InFlight {
  const { ending, end } = createEnding();
  const subscribers = new Set<GenerateCall>();
  /** They have joined, and have nothing to read yet. */
  let waiting = 0;
  let hasBegun = false;
  const answering = next({
    ...first,
    ending,
    progress: {
      onFirstByte() {
        hasBegun = true;
        for (const { progress } of subscribers) progress?.onFirstByte?.();
      },
    },
  }).then((result) => ({ result, read: readerOf(result) }));
  answering.catch(onOver);

  /** Gives each subscriber the whole of the answer. */
  function readerOf({ batches, complete, outcome }: GenerateResult): () => Batches {
    if (complete === undefined || outcome === undefined) {
      return share(batches, { isOpen, isExpected: () => waiting > 0, onOver }).read;
    }
    // What comes later is no double any more.
    onOver();
    return () => batchesOf(complete, outcome);
  }

  const leave = (subscriber: GenerateCall) => {
    if (!subscribers.delete(subscriber) || subscribers.size > 0) return;
    onOver();
    end(subscriber.ending.reason);
  };

  return {
    first,
    isOpen,
    join(call) {
      subscribers.add(call);
      waiting++;
      if (hasBegun) call.progress?.onFirstByte?.();
      return new Promise((resolve, reject) => {
        // Once it is answered, too: until its last subscriber has read it, or has left.
        call.ending.onEnd(() => {
          leave(call);
          reject(endedBy(call.ending) ?? new ProxyError('client_closed'));
        });
        answering
          .then(({ result, read }) => {
            const { raw } = result;
            if (!isStreamed(raw)) return { ...result, batches: read() };
            if (subscribers.size > 1) return { ...result, batches: read(), raw: undefined };
            // It can be read once: whoever comes from now on asks for itself.
            onOver();
            return result;
          })
          .finally(() => {
            waiting--;
          })
          .then(resolve, reject);
      });
    },
  };
}
