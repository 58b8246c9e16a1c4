import type { Failure, Usage } from '../../contract/log.ts';
import type { Summary } from '../../contract/stats.ts';
import type { Counts } from '../records.ts';
import { increase } from '../store/record.ts';
import { createHistogram } from './histogram.ts';

/** One use of one key, when it has ended: what `Pool.onAttempt` tells, and more where it is known. */
export interface Call {
  readonly credentialId: string;
  readonly model: string;
  /** `Caller.id` */
  readonly client?: string | undefined;
  /** Ms since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** When the first byte of the answer came. */
  readonly firstByteAt?: number;
  readonly outcome: 'answered' | 'failed' | 'released';
  readonly failure?: Failure | undefined;
  readonly usage?: Usage | undefined;
}

const failurePrefix = 'failed.';
const latencies = createHistogram('latency');
const firstBytes = createHistogram('firstByte');

/** Adds the call to the counts of a bucket. Their names are stored, so they stay as they are. */
export function countCall(counts: Record<string, number>, call: Call): void {
  const { outcome, failure, usage, startedAt, endedAt, firstByteAt } = call;
  if (outcome !== 'answered') {
    increase(counts, { [outcome === 'released' ? outcome : failurePrefix + (failure?.cause ?? 'unknown')]: 1 });
    return;
  }
  increase(counts, { answered: 1 });
  if (usage !== undefined) increase(counts, { ...usage });
  latencies.count(counts, endedAt - startedAt);
  if (firstByteAt !== undefined) firstBytes.count(counts, firstByteAt - startedAt);
}

/** The inverse, for the sum of many calls. */
export function summarize(counts: Counts): Summary {
  const failures = Object.fromEntries(
    Object.entries(counts)
      .filter(([name]) => name.startsWith(failurePrefix))
      .map(([name, count]) => [name.slice(failurePrefix.length), count]),
  );
  const { answered = 0, released = 0, input = 0, output = 0, thoughts = 0, cached = 0 } = counts;
  const latency = latencies.timingOf(counts);
  const firstByte = firstBytes.timingOf(counts);
  return {
    answered,
    failed: Object.values(failures).reduce((sum, count) => sum + count, 0),
    failures,
    released,
    tokens: { input, output, thoughts, cached },
    ...(latency !== undefined && { latency }),
    ...(firstByte !== undefined && { firstByte }),
  };
}
