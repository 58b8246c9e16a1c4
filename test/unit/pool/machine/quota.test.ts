import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY } from '../../../../src/core/pool/machine/learned-limits.ts';
import {
  createWindow,
  dayLimit,
  isSpent,
  mergeWindows,
  noteCall,
  noteTokens,
  pacedUntil,
} from '../../../../src/core/pool/machine/quota.ts';
import { someTime as now } from '../bench.ts';

describe('pacing', () => {
  test('keeps within the limit of every minute, and lets no call wait longer than it must', () => {
    const gaps = fc.array(fc.nat({ max: 20_000 }), { minLength: 1, maxLength: 100 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), gaps, (limit, waits) => {
        const window = createWindow();
        const learned = { requestsPerMinute: limit, learnedAt: now };
        const calls: number[] = [];
        let time = now;
        for (const wait of waits) {
          time += wait;
          const until = pacedUntil(window, learned, time);
          if (until > time) {
            expect(calls.filter((at) => at > until - 1 - 60_000 && at <= until - 1).length).toBe(limit);
            time = until;
          }
          noteCall(window, time);
          calls.push(time);
          expect(calls.filter((at) => at > time - 60_000).length).toBeLessThanOrEqual(limit);
        }
      }),
    );
  });

  test('waits until enough input tokens are a minute old', () => {
    const window = createWindow();
    const learned = { inputTokensPerMinute: 1_000, learnedAt: now };
    noteTokens(window, 600, now);
    expect(pacedUntil(window, learned, now)).toBe(0);
    noteTokens(window, 500, now + 10_000);
    expect(pacedUntil(window, learned, now + 10_000)).toBe(now + 60_000);
    noteTokens(window, 2_000, now + 20_000);
    expect(pacedUntil(window, learned, now + 20_000)).toBe(now + 80_000);
    expect(pacedUntil(window, learned, now + 80_000)).toBe(0);
  });

  test('believes a learned limit for a day', () => {
    const window = createWindow();
    const learned = { requestsPerMinute: 1, learnedAt: now };
    noteCall(window, now + DAY - 1);
    expect(pacedUntil(window, learned, now + DAY - 1)).toBeGreaterThan(0);
    expect(pacedUntil(window, learned, now + DAY)).toBe(0);
  });

  test('does nothing where no limit is learned', () => {
    const window = createWindow();
    noteCall(window, now);
    expect(pacedUntil(window, undefined, now)).toBe(0);
  });

  test('looks at the last minute alone, and keeps little else, however many calls there were', () => {
    const call = fc.record({ wait: fc.nat({ max: 2_000 }), count: fc.nat({ max: 50 }) });
    const limits = fc.record({
      requestsPerMinute: fc.integer({ min: 1, max: 60 }),
      inputTokensPerMinute: fc.integer({ min: 1, max: 2_000 }),
    });
    fc.assert(
      fc.property(limits, fc.array(call, { minLength: 100, maxLength: 500, size: 'max' }), (learned, calls) => {
        const window = createWindow();
        const made: Array<{ readonly at: number; readonly count: number }> = [];
        let time = now;
        for (const { wait, count } of calls) {
          time += wait;
          noteCall(window, time);
          noteTokens(window, count, time);
          made.push({ at: time, count });
          const inWindow = (then: number) => made.filter(({ at }) => at > then - 60_000);
          const fits = (then: number) =>
            inWindow(then).length < learned.requestsPerMinute &&
            inWindow(then).reduce((sum, one) => sum + one.count, 0) < learned.inputTokensPerMinute;
          const until = pacedUntil(window, { ...learned, learnedAt: now }, time);
          expect(fits(Math.max(until, time))).toBe(true);
          if (until > 0) expect(fits(until - 1)).toBe(false);
          expect(window.calls.length).toBeLessThanOrEqual(2 * inWindow(time).length + 64);
        }
      }),
      // What is found shrinks slowly.
      { numRuns: 30, endOnFailure: true },
    );
  });

  test('two windows become one, in order', () => {
    const [a, b] = [createWindow(), createWindow()];
    noteCall(a, now);
    noteCall(a, now + 2);
    noteCall(b, now + 1);
    expect(mergeWindows(a, b).calls).toEqual([now, now + 1, now + 2]);
  });
});

describe('limits that a person set', () => {
  const soft = { perDay: 100, hard: false };
  const hard = { perDay: 100, hard: true };
  test.each([
    ['the default only orders', { ofModel: 900, ofKey: 900 }, {}, soft, false],
    ['a default that was set is hard', { ofModel: 1, ofKey: 100 }, {}, hard, true],
    ['and counts all models', { ofModel: 0, ofKey: 99 }, {}, hard, false],
    ["a key's own wins over it", { ofModel: 100, ofKey: 100 }, { perDay: 101 }, hard, false],
    ['of the key, over all models', { ofModel: 0, ofKey: 5 }, { perDay: 5 }, soft, true],
    [
      'of the model wins over that of the key',
      { ofModel: 5, ofKey: 50 },
      { perDay: 5, perDayByModel: { m: 6 } },
      soft,
      false,
    ],
    ['of the model', { ofModel: 6, ofKey: 6 }, { perDayByModel: { m: 6 } }, soft, true],
    ['of another model', { ofModel: 6, ofKey: 6 }, { perDayByModel: { n: 6 } }, soft, false],
    ['zero is a limit', { ofModel: 0, ofKey: 0 }, { perDay: 0 }, soft, true],
  ])('%s', (_, used, own, general, spent) => {
    expect(isSpent(used, own, 'm', general)).toBe(spent);
  });

  test('are shown with who set them; the lower of two', () => {
    expect(dayLimit({}, 'm', soft, undefined)).toBeUndefined();
    expect(dayLimit({}, 'm', soft, 250)).toEqual({ limit: 250, by: 'google' });
    expect(dayLimit({ perDay: 50 }, 'm', soft, 250)).toEqual({ limit: 50, by: 'person' });
    expect(dayLimit({ perDay: 500 }, 'm', soft, 250)).toEqual({ limit: 250, by: 'google' });
    expect(dayLimit({}, 'm', hard, undefined)).toEqual({ limit: 100, by: 'person' });
  });
});
