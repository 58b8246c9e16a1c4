import { describe, expect, test } from 'vitest';
import { periodOf, ranges, slotsOf, toCsv, usageViewOf } from '../../../../options/state/usage.ts';
import type { StatsRow } from '../../../../src/contract/stats.ts';

const row = (start: number, more: Partial<StatsRow> = {}): StatsRow => ({
  start,
  answered: 1,
  failed: 0,
  failures: {},
  released: 0,
  tokens: { input: 1, output: 2, thoughts: 3, cached: 0 },
  ...more,
});

describe('slotsOf', () => {
  test.each(ranges)('a %s has every time once, in order', (range) => {
    const period = periodOf(range, Date.UTC(2026, 10, 24, 12, 34));
    const starts = slotsOf([], period).map(({ start }) => start);
    expect(starts).toEqual([...new Set(starts)].sort((a, b) => a - b));
    expect(starts.at(-1)).toBeLessThan(period.to);
    expect(starts.length).toBeGreaterThanOrEqual({ hour: 60, day: 24, week: 168, month: 30 }[range]);
  });

  test('the day on which clocks go back is one day', () => {
    const period = periodOf('month', Date.UTC(2026, 10, 10));
    expect(new Set(slotsOf([], period).map(({ start }) => new Date(start).getUTCHours()))).toEqual(new Set([7, 8]));
  });

  test('a row stands at its time', () => {
    const start = Date.UTC(2026, 10, 24, 11);
    const slots = slotsOf([row(start)], periodOf('day', Date.UTC(2026, 10, 24, 12, 34)));
    expect(slots.filter((slot) => slot.row !== undefined).map((slot) => slot.start)).toEqual([start]);
  });
});

test('a file for spreadsheets has no formulas in it', () => {
  const csv = toCsv([row(0, { client: '=HYPERLINK("x")' }), row(0, { client: 'a, b' })]);
  const [head = '', first = '', second = '', last] = csv.split('\r\n');
  expect(head.split(',')).toContain('client');
  expect(first).toContain(`"'=HYPERLINK(""x"")"`);
  expect(second).toContain('"a, b"');
  expect(last).toBe('');
});

test('nonsense in the address is the usual view', () => {
  expect(usageViewOf({ range: 'eon', by: 'x' })).toEqual({ range: 'day', by: 'model' });
  expect(usageViewOf({ range: 'week', by: 'key' })).toEqual({ range: 'week', by: 'key' });
});
