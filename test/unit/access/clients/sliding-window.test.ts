import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SlidingWindow, type WindowShape } from '../../../../src/core/access/clients/sliding-window.ts';

const shape: WindowShape = { length: 1000, slot: 100 };

/** Asks at each time; what a limit of `limit` lets pass. */
function passed(times: readonly number[], limit: number): number[] {
  const window = new SlidingWindow(shape);
  return times.filter((now) => {
    if (window.waitUntil(now, limit - 1) > 0) return false;
    window.add(now);
    return true;
  });
}

const someTimes = fc.array(fc.nat({ max: 300 }), { maxLength: 60 }).map((steps) =>
  steps.map(
    (
      (sum) => (step: number) =>
        (sum += step)
    )(0),
  ),
);

test('no stretch of the length ever holds more than the limit', () => {
  fc.assert(
    fc.property(someTimes, fc.integer({ min: 1, max: 5 }), (times, limit) => {
      const went = passed(times, limit);
      for (const start of went) {
        const within = went.filter((time) => time >= start && time < start + shape.length);
        expect(within.length).toBeLessThanOrEqual(limit);
      }
    }),
  );
});

test('who waits as long as told gets through, and not before', () => {
  fc.assert(
    fc.property(someTimes, fc.integer({ min: 1, max: 5 }), (times, limit) => {
      const window = new SlidingWindow(shape);
      for (const now of times) window.add(now);
      const now = times.at(-1) ?? 0;
      const wait = window.waitUntil(now, limit - 1);
      if (wait > 0) expect(window.count(now + wait - 1)).toBeGreaterThanOrEqual(limit);
      expect(window.count(now + wait)).toBeLessThan(limit);
    }),
  );
});

test('what was counted before goes on counting, and leaves slot by slot', () => {
  const window = new SlidingWindow(shape, [
    [0, 2],
    [5, 3],
  ]);
  expect([0, 1_099, 1_100, 1_599, 1_600].map((now) => window.count(now))).toEqual([5, 5, 3, 3, 0]);
});

test('a request at a time before the latest counts as long as that one', () => {
  const window = new SlidingWindow(shape);
  for (const now of [900, 100]) window.add(now);
  expect([1_899, 2_000].map((now) => window.count(now))).toEqual([2, 0]);
});

test('holds one entry for each slot, however many requests', () => {
  const window = new SlidingWindow(shape);
  for (let now = 0; now < 10_000; now++) window.add(now);
  expect(window.size).toBeLessThanOrEqual(11);
  expect(window.count(20_000)).toBe(0);
});
