import { describe, expect, it } from 'vitest';
import { type TimeUnit, timeUnits } from '../../../src/contract/stats.ts';
import { bucketName, bucketStart } from '../../../src/contract/time-unit.ts';

const at = (iso: string) => Date.parse(iso);

describe('a bucket', () => {
  it.each<[TimeUnit, string, string, string]>([
    ['minute', '2026-11-24T21:17:59.999Z', '2026-11-24T21:17', '2026-11-24T21:17Z'],
    ['hour', '2026-11-24T21:59:59.999Z', '2026-11-24T21', '2026-11-24T21:00Z'],
    ['day', '2026-11-24T21:17Z', '2026-11-24', '2026-11-24T08:00Z'],
    ['day', '2026-11-24T07:59:59.999Z', '2026-11-23', '2026-11-23T08:00Z'],
    ['day', '2026-11-24T08:00Z', '2026-11-24', '2026-11-24T08:00Z'],
    ['day', '2026-07-01T07:00Z', '2026-07-01', '2026-07-01T07:00Z'],
    // Los Angeles puts its clocks back on this day, which has 25 hours, and forward on that, which has 23.
    ['day', '2026-11-02T07:59Z', '2026-11-01', '2026-11-01T07:00Z'],
    ['day', '2026-03-09T06:59Z', '2026-03-08', '2026-03-08T08:00Z'],
  ])('of a %s at %s is %s and began at %s', (unit, time, name, start) => {
    expect(bucketName(unit, at(time))).toBe(name);
    expect(bucketStart(unit, name)).toBe(at(start));
  });

  it.each(timeUnits)('of a %s begins within itself, and its names sort by time', (unit) => {
    const times = Array.from({ length: 500 }, (_, step) => at('2025-12-30T00:00Z') + step * 17 * 3_600_000);
    const names = times.map((time) => bucketName(unit, time));
    expect(names).toEqual([...names].sort());
    for (const [index, name] of names.entries()) {
      const start = bucketStart(unit, name);
      expect(bucketName(unit, start)).toBe(name);
      expect(start).toBeLessThanOrEqual(times[index] ?? 0);
    }
  });
});
