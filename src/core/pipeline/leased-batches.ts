/** The answer of a call that is under way, bound to the lease of its key. */
import type { Failure } from '../../contract/log.ts';
import { networkFailure, readFailure, unreadableFailure } from '../google/failure/failure.ts';
import { MalformedEvent, UpstreamErrorEvent } from '../google/stream/sse.ts';
import { usageOf } from '../google/stream/usage-tap.ts';
import type { GenerateContentResponse } from '../google/wire.ts';
import { errorOf } from '../pool/pool-error.ts';
import type { Lease } from '../pool/types.ts';
import { map } from '../utils/streams/map.ts';
import type { Source } from '../utils/streams/source.ts';
import type { Batches, ModelCall } from './call.ts';
import { type Batch, type OutcomeObserver, requireWhole } from './outcome.ts';

/**
 * The one place where an answer is observed as it comes. The lease ends with the stream's end, its failure, the reader's
 * leaving, or the call's ending, whichever is first.
 * @param first what was read of it before it was handed on
 * @param observer has seen that
 */
export function leasedBatches(
  first: readonly Batch[],
  rest: Source<readonly GenerateContentResponse[]>,
  observer: OutcomeObserver,
  lease: Lease,
  { ending, model }: ModelCall,
): Batches {
  let given = 0;
  // Nobody may be reading then.
  const detach = ending.onEnd(() => lease.release());
  return map(rest, {
    ahead: () => first[given++],
    each: (events) => observer.observe(events),
    end() {
      detach();
      lease.settle(usageOf(observer.usage));
      requireWhole(observer.outcome(true));
      return undefined;
    },
    fail(error) {
      detach();
      if (ending.ended) {
        lease.release();
        throw ending.reason;
      }
      const failure = streamFailure(error, model, lease);
      lease.fail(failure);
      throw errorOf(failure, model, []);
    },
    cancel() {
      detach();
      lease.release();
    },
  });
}

/** Why a stream broke, in Google's own words where it said so. */
export function streamFailure(error: unknown, model: string, lease: Lease): Failure {
  const { secret } = lease.credential;
  if (error instanceof UpstreamErrorEvent) return readFailure(200, error.envelope, undefined, { secret, model });
  const instead = error instanceof MalformedEvent ? error.instead : undefined;
  return instead === undefined ? networkFailure(error) : unreadableFailure(instead, { secret, model });
}
