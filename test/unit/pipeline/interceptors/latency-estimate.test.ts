import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  hedgeDelay,
  type LatencyEstimate,
  observeLatency,
} from '../../../../src/core/pipeline/interceptors/latency-estimate.ts';

const learned = (waits: readonly number[]) =>
  waits.reduce<LatencyEstimate | undefined>((usual, ms) => observeLatency(usual, ms), undefined);

test('says nothing before it has seen enough', () => {
  expect(hedgeDelay(undefined)).toBeUndefined();
  expect(hedgeDelay(learned([900, 900, 900, 900]))).toBeUndefined();
  expect(hedgeDelay(learned([900, 900, 900, 900, 900]))).toBeGreaterThan(900);
});

test('steady waits become the limit, and never a time too short to matter', () => {
  expect(hedgeDelay(learned(Array.from({ length: 60 }, () => 1000)))).toBeCloseTo(1000, 0);
  expect(hedgeDelay(learned(Array.from({ length: 60 }, () => 1)))).toBe(200);
});

test('the estimate stays among what was seen', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 5, maxLength: 100 }), (waits) => {
      const usual = learned(waits);
      expect(usual?.mean).toBeGreaterThanOrEqual(Math.min(...waits) - 1e-6);
      expect(usual?.mean).toBeLessThanOrEqual(Math.max(...waits) + 1e-6);
      expect(usual?.spread).toBeGreaterThanOrEqual(0);
    }),
  );
});
