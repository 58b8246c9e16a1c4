import { networkFailure } from '../google/failure/failure.ts';
import { tapUsage } from '../google/stream/usage-tap.ts';
import type { Lease } from '../pool/types.ts';
import type { Ending } from '../utils/ending.ts';

/** The same bytes of an answer that nobody parses; how they end, and the usage in their tail, ends the lease. */
export function leasedBody(
  body: ReadableStream<Uint8Array>,
  lease: Lease,
  ending: Ending,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return tapUsage(body, (end) => {
    if (end.how === 'whole') lease.settle(end.usage);
    else if (end.how === 'broken' && !ending.ended) lease.fail(networkFailure(end.error));
    else lease.release();
  });
}
