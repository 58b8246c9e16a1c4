import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Counts } from '../../../src/core/records.ts';
import { createHistogram } from '../../../src/core/stats/histogram.ts';

const { count, timingOf } = createHistogram('latency');

function sumOf(durations: readonly number[]): Counts {
  const counts: Record<string, number> = {};
  for (const ms of durations) count(counts, ms);
  return counts;
}

/** The duration that the given share of all is not longer than. */
const exact = (durations: readonly number[], share: number): number => {
  const sorted = [...durations].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
};

const anyDurations = fc.array(fc.integer({ min: 0, max: 900_000 }), { minLength: 1, maxLength: 200 });

it('gives the mean exactly, and percentiles within one bin', () => {
  fc.assert(
    fc.property(anyDurations, (durations) => {
      const timing = timingOf(sumOf(durations));
      expect(timing?.mean).toBeCloseTo(durations.reduce((a, b) => a + b, 0) / durations.length, 6);
      for (const [seen, share] of [
        [timing?.p50, 0.5],
        [timing?.p95, 0.95],
      ] as const) {
        const wanted = exact(durations, share);
        expect(seen).toBeLessThanOrEqual(Math.max(50, wanted * Math.SQRT2) + 1e-6);
        expect(seen).toBeGreaterThanOrEqual(wanted <= 50 ? 0 : wanted / Math.SQRT2 - 1e-6);
      }
    }),
  );
});

it('has 31 numbers at most, for days-long durations too', () => {
  const durations = Array.from({ length: 2_000 }, (_, n) => n ** 3);
  expect(Object.keys(sumOf(durations)).length).toBeLessThanOrEqual(31);
});

it('knows nothing of nothing', () => {
  expect(timingOf({ answered: 3, 'firstByte.2': 1 })).toBeUndefined();
});
