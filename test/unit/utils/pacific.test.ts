import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { previousQuotaDay, quotaDay, quotaDayEnd } from '../../../src/core/utils/pacific.ts';

const at = (iso: string) => Date.parse(iso);
const hour = 3_600_000;

describe('quota day', () => {
  test.each([
    ['winter, just before midnight', '2026-11-24T07:59:59.999Z', '2026-11-23', '2026-11-24T08:00:00Z'],
    ['winter, at midnight', '2026-11-24T08:00:00Z', '2026-11-24', '2026-11-25T08:00:00Z'],
    ['the first hour, which other clocks call 24', '2026-11-24T08:30:00Z', '2026-11-24', '2026-11-25T08:00:00Z'],
    ['summer', '2026-07-01T06:59:59Z', '2026-06-30', '2026-07-01T07:00:00Z'],
    ['the day with 23 hours', '2026-03-08T08:00:00Z', '2026-03-08', '2026-03-09T07:00:00Z'],
    ['the day with 25 hours', '2026-11-01T07:00:00Z', '2026-11-01', '2026-11-02T08:00:00Z'],
    ['leap day', '2028-02-29T12:00:00Z', '2028-02-29', '2028-03-01T08:00:00Z'],
    ['new year', '2027-01-01T07:59:00Z', '2026-12-31', '2027-01-01T08:00:00Z'],
  ])('%s', (_, now, day, end) => {
    expect(quotaDay(at(now))).toBe(day);
    expect(quotaDayEnd(at(now))).toBe(at(end));
  });

  test('knows the day before', () => {
    expect(previousQuotaDay(at('2028-03-01T12:00:00Z'))).toBe('2028-02-29');
    expect(previousQuotaDay(at('2026-11-02T08:00:00Z'))).toBe('2026-11-01');
  });

  test('days follow each other without a gap, 23 to 25 hours long, in whatever order they are asked for', () => {
    const someTime = fc.integer({ min: at('2020-01-01T00:00:00Z'), max: at('2040-01-01T00:00:00Z') });
    fc.assert(
      fc.property(someTime, someTime, (now, other) => {
        quotaDay(other);
        const end = quotaDayEnd(now);
        expect(end).toBeGreaterThan(now);
        expect(quotaDay(end - 1)).toBe(quotaDay(now));
        expect(quotaDay(end) > quotaDay(now)).toBe(true);
        expect([23, 24, 25]).toContain((quotaDayEnd(end) - end) / hour);
        expect(previousQuotaDay(end)).toBe(quotaDay(now));
      }),
    );
  });
});
