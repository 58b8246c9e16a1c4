import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  add,
  count,
  slide,
  type Window,
  type WindowShape,
  waitUntil,
} from '../../../../src/core/access/clients/sliding-window.ts';

const shape: WindowShape = { length: 1000, slot: 100 };

/** Asks at each time; what a limit of `limit` lets pass. */
function passed(times: readonly number[], limit: number): number[] {
  let window: Window = [];
  return times.filter((now) => {
    if (waitUntil(slide(window, shape, now), shape, now, limit - 1) > 0) return false;
    window = add(window, shape, now);
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
      let window: Window = [];
      for (const now of times) window = add(window, shape, now);
      const now = times.at(-1) ?? 0;
      const wait = waitUntil(window, shape, now, limit - 1);
      expect(count(slide(window, shape, now + wait))).toBeLessThan(limit);
      if (wait > 0) expect(count(slide(window, shape, now + wait - 1))).toBeGreaterThanOrEqual(limit);
    }),
  );
});

test('holds one entry for each slot, however many requests', () => {
  let window: Window = [];
  for (let now = 0; now < 10_000; now++) window = add(window, shape, now);
  expect(window.length).toBeLessThanOrEqual(11);
  expect(count(slide(window, shape, 20_000))).toBe(0);
});
