import type { Clock } from '../../ports.ts';
import { type Ending, follow } from '../../utils/ending.ts';

export interface HeadersTimeout {
  /** Of the call: comes with the client's, or when the head took too long. */
  readonly ending: Ending;
  /** The head took too long. */
  readonly expired: boolean;
  /** From now on only the client's ending counts. */
  headArrived(): void;
  /** Ends the call: what follows the head took too long. */
  giveUp(): void;
  /** A request that is retried on many keys must not leave a listener behind for each. */
  letGo(): void;
}

/**
 * Ends a call with the client's request, or when its head takes too long. Once the head has arrived only the client's
 * ending counts: a long answer is not a late one.
 */
export function withHeadersTimeout(clock: Clock, client: Ending, ms: number): HeadersTimeout {
  const { ending, end, detach } = follow(client);
  const giveUp = () => end(new DOMException('The upstream took too long', 'TimeoutError'));
  const state = { ending, expired: false, headArrived: () => stopTimer(), giveUp, letGo: detach };
  const stopTimer = clock.after(ms, () => {
    state.expired = true;
    giveUp();
  });
  return state;
}
