/** The events of a call that is under way, bound to the lease of its key. */

import type { Failure } from '../../contract/log.ts';
import { networkFailure, readFailure, unreadableFailure } from '../google/failure/failure.ts';
import { MalformedEvent, UpstreamErrorEvent } from '../google/stream/sse.ts';
import { usageOf } from '../google/stream/usage-tap.ts';
import type { GenerateContentResponse } from '../google/wire.ts';
import { errorOf } from '../pool/pool-error.ts';
import type { Lease } from '../pool/types.ts';
import type { Events, ModelCall } from './call.ts';

/**
 * The lease ends with the stream's end, its failure, the reader's leaving, or the call's signal. Written out instead of as
 * a generator because a generator that was never started runs no `finally`, and the lease would stay out for ever.
 */
export function leasedEvents(
  first: readonly GenerateContentResponse[],
  rest: AsyncIterator<readonly GenerateContentResponse[]>,
  lease: Lease,
  { signal, model }: ModelCall,
): Events {
  let usage: GenerateContentResponse['usageMetadata'];
  let ahead: readonly GenerateContentResponse[] | undefined = first;
  const letGo = () => lease.release();
  if (signal.aborted) letGo();
  else signal.addEventListener('abort', letGo, { once: true });
  const ended = () => signal.removeEventListener('abort', letGo);
  const take = () => {
    const events = ahead;
    ahead = undefined;
    return events ? { done: false as const, value: events } : rest.next();
  };
  const iterator: AsyncIterator<readonly GenerateContentResponse[]> = {
    async next() {
      try {
        const result = await take();
        if (!result.done) {
          usage = result.value.findLast((event) => event.usageMetadata)?.usageMetadata ?? usage;
          return result;
        }
        ended();
        lease.settle(usageOf(usage));
        return result;
      } catch (error) {
        ended();
        if (signal.aborted) {
          lease.release();
          throw signal.reason;
        }
        const failure = streamFailure(error, model, lease);
        lease.fail(failure);
        throw errorOf(failure, model, []);
      }
    },
    async return() {
      ended();
      lease.release();
      await rest.return?.();
      return { done: true, value: undefined };
    },
  };
  return { [Symbol.asyncIterator]: () => iterator };
}

/** Why a stream broke, in Google's own words where it said so. */
export function streamFailure(error: unknown, model: string, lease: Lease): Failure {
  const { secret } = lease.credential;
  if (error instanceof UpstreamErrorEvent) return readFailure(200, error.envelope, undefined, { secret, model });
  const instead = error instanceof MalformedEvent ? error.instead : undefined;
  return instead === undefined ? networkFailure(error) : unreadableFailure(instead, { secret, model });
}
