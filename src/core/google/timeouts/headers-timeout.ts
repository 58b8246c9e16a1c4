import type { Clock } from '../../ports.ts';

export interface Deadline {
  readonly signal: AbortSignal;
  /** The head took too long. */
  readonly expired: boolean;
  /** From now on only the client's signal counts. */
  headArrived(): void;
  /** Ends the call: what follows the head took too long. */
  giveUp(): void;
  /** A request that is retried on many keys must not leave a listener behind for each. */
  letGo(): void;
}

/**
 * A signal that aborts with the client's or when the head takes too long. Once the head has arrived only the client's
 * counts: a long answer is not a late one. `AbortSignal.any` is avoided: Node 20 keeps its sources alive for as long as
 * the longest-lived of them.
 */
export function withDeadline(clock: Clock, client: AbortSignal, ms: number): Deadline {
  const controller = new AbortController();
  const onClientAbort = () => controller.abort(client.reason);
  const giveUp = () => controller.abort(new DOMException('The upstream took too long', 'TimeoutError'));
  const state = {
    signal: controller.signal,
    expired: false,
    headArrived: () => stopTimer(),
    giveUp,
    letGo: () => client.removeEventListener('abort', onClientAbort),
  };
  if (client.aborted) onClientAbort();
  else client.addEventListener('abort', onClientAbort, { once: true });
  const stopTimer = clock.after(ms, () => {
    state.expired = true;
    giveUp();
  });
  return state;
}
