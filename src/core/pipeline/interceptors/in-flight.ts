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
 * Nearly every call has one subscriber, so what one costs is one promise, and the answer it gets is the call's own: only
 * the second makes copies of it.
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
  const subscribers: GenerateCall[] = [];
  /** They have joined, and have nothing to read yet. */
  let waiting = 0;
  let hasBegun = false;
  let isGiven = false;
  /** Gives each subscriber the whole of a live answer. */
  let read: (() => Batches) | undefined;
  const answering = next({
    ...first,
    ending,
    progress: {
      onFirstByte() {
        hasBegun = true;
        for (const { progress } of subscribers) progress?.onFirstByte?.();
      },
    },
  });

  function answer(result: GenerateResult): GenerateResult {
    const { batches, complete, outcome, raw } = result;
    if (complete !== undefined && outcome !== undefined) {
      if (isGiven) return { ...result, batches: batchesOf(complete, outcome) };
      // What comes later is no double any more.
      onOver();
      isGiven = true;
      return result;
    }
    if (isStreamed(raw) && subscribers.length === 1) {
      // It can be read once: whoever comes from now on asks for itself.
      onOver();
      return result;
    }
    read ??= share(batches, { isOpen, isExpected: () => waiting > 0, onOver }).read;
    return { ...result, batches: read(), raw: undefined };
  }

  function leave(subscriber: GenerateCall): void {
    const at = subscribers.indexOf(subscriber);
    if (at < 0) return;
    subscribers.splice(at, 1);
    if (subscribers.length > 0) return;
    onOver();
    end(subscriber.ending.reason);
  }

  return {
    first,
    isOpen,
    join(call) {
      subscribers.push(call);
      waiting++;
      if (hasBegun) call.progress?.onFirstByte?.();
      return new Promise((resolve, reject) => {
        // Once it is answered, too: until its last subscriber has read it, or has left.
        const stay = call.ending.onEnd(() => {
          leave(call);
          reject(endedBy(call.ending) ?? new ProxyError('client_closed'));
        });
        answering.then(
          (result) => {
            const own = answer(result);
            waiting--;
            if (own.complete !== undefined) stay();
            resolve(own);
          },
          (error: unknown) => {
            waiting--;
            onOver();
            stay();
            reject(error);
          },
        );
      });
    },
  };
}
