/**
 * Durations as counts in bins of which each is longer than the one before by the square root of two. So a percentile is
 * off by a fifth at most, and a histogram has 30 numbers at most, however many calls it has seen.
 */
import type { Timing } from '../../contract/stats.ts';
import type { Counts } from '../records.ts';

const shortest = 50;
const bins = 30;

export interface Histogram {
  /** Adds one duration, in ms. */
  count(counts: Record<string, number>, ms: number): void;
  /** What the durations were; undefined where there were none. */
  timingOf(counts: Counts): Timing | undefined;
}

/** Durations that are counted as `name.sum` and `name.0` to `name.29`; these are stored, so they stay as they are. */
export function createHistogram(name: string): Histogram {
  const sumName = `${name}.sum`;
  const binNames = Array.from({ length: bins }, (_, bin) => `${name}.${bin}`);
  return {
    count(counts, ms) {
      const binName = binNames[binOf(ms)] ?? '';
      counts[sumName] = (counts[sumName] ?? 0) + ms;
      counts[binName] = (counts[binName] ?? 0) + 1;
    },
    timingOf(counts) {
      const perBin = binNames.map((binName) => counts[binName] ?? 0);
      const total = perBin.reduce((sum, count) => sum + count, 0);
      if (total === 0) return undefined;
      return {
        mean: (counts[sumName] ?? 0) / total,
        p50: percentile(perBin, total * 0.5),
        p95: percentile(perBin, total * 0.95),
      };
    },
  };
}

const binOf = (ms: number): number =>
  ms <= shortest ? 0 : Math.min(bins - 1, Math.ceil(2 * Math.log2(ms / shortest)));

const upperEnd = (bin: number): number => (bin < 0 ? 0 : shortest * 2 ** (bin / 2));

/** Where `rank` of the durations are shorter, as if those within a bin were spread evenly over it. */
function percentile(perBin: readonly number[], rank: number): number {
  let below = 0;
  for (const [bin, count] of perBin.entries()) {
    if (count > 0 && below + count >= rank) {
      const lower = upperEnd(bin - 1);
      return lower + ((rank - below) / count) * (upperEnd(bin) - lower);
    }
    below += count;
  }
  return upperEnd(perBin.length - 1);
}
