/** One call under way, and those who wait for its answer. */
import { endedBy } from '../../ended.ts';
import { ProxyError } from '../../errors.ts';
import type { Answered, Ask, Question } from '../call.ts';
import { shareEvents } from '../multicast.ts';

export interface Flight {
  readonly first: Question;
  /** Whether others may still join. */
  isOpen(): boolean;
  /** The call's answer for one more who asks. When all who joined have left, the call is cancelled. */
  join(question: Question): Promise<Answered>;
}

/**
 * @param isOpen whether others may still join.
 * @param onOver nobody can join any more: it is too late, or the answer is read to its end, failed, or was given up.
 */
export function createFlight(ask: Ask, first: Question, isOpen: () => boolean, onOver: () => void): Flight {
  const ending = new AbortController();
  const riders = new Set<Question>();
  /** They have joined, and have nothing to read yet. */
  let waiting = 0;
  let hasBegun = false;
  const answering = ask({
    ...first,
    signal: ending.signal,
    progress: {
      onFirstByte() {
        hasBegun = true;
        for (const { progress } of riders) progress?.onFirstByte?.();
      },
    },
  }).then((answered) => ({ answered, shared: shareEvents(answered.events, () => waiting > 0 || isOpen(), onOver) }));
  answering.catch(onOver);

  const leave = (rider: Question) => {
    if (!riders.delete(rider) || riders.size > 0) return;
    onOver();
    ending.abort(rider.signal.reason);
  };

  return {
    first,
    isOpen,
    async join(rider) {
      riders.add(rider);
      waiting++;
      if (hasBegun) rider.progress?.onFirstByte?.();
      try {
        const { answered, shared } = await Promise.race([answering, whenLeft(rider, () => leave(rider))]);
        const { raw } = answered;
        if (!(raw instanceof ReadableStream)) return { ...answered, events: shared.read() };
        if (riders.size > 1) return { ...answered, events: shared.read(), raw: undefined };
        // It can be read once: whoever comes from now on asks for itself.
        onOver();
        return answered;
      } finally {
        waiting--;
      }
    },
  };
}

/** Rejects when the rider's signal aborts. */
function whenLeft({ signal }: Question, leave: () => void): Promise<never> {
  return new Promise((_, reject) => {
    const onAbort = () => {
      leave();
      reject(endedBy(signal) ?? new ProxyError('client_closed'));
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}
