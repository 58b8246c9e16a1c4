import { networkFailure } from '../google/failure/failure.ts';
import { tapUsage } from '../google/stream/usage-tap.ts';
import type { Lease } from '../pool/types.ts';
import type { Bytes } from '../utils/bytes.ts';
import type { Ending } from '../utils/ending.ts';
import type { Source } from '../utils/streams/source.ts';

/** The same bytes of an answer that nobody parses; how they end, and the usage in their tail, ends the lease. */
export const leasedBody = (body: Source<Bytes>, lease: Lease, ending: Ending): Source<Bytes> =>
  tapUsage(body, {
    onWhole: (usage) => lease.settle(usage),
    onBroken(error) {
      if (ending.ended) lease.release();
      else lease.fail(networkFailure(error));
    },
    onCancelled: () => lease.release(),
  });
