import { describe, expect, test } from 'vitest';
import { createClientLimits, type LimitSettings } from '../../../../src/core/access/clients/rate-limit.ts';
import { createMemoryStore } from '../../../../src/core/store/memory.ts';
import { createJournal } from '../../../../src/core/store/write-behind.ts';
import { manualClock } from '../../../support/clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function setUp() {
  const clock = manualClock();
  const store = createMemoryStore(clock);
  let id = 0;
  const journal = createJournal({ store, clock, ids: () => `id${++id}`, log: { write: () => undefined } });
  return { clock, store, journal, limits: createClientLimits({ store, journal }) };
}

const rules = (perMinute: number, perDay: number): LimitSettings => ({
  maxRequestsPerMinute: perMinute,
  maxRequestsPerDayPerIp: perDay,
});

describe('client limits', () => {
  test('each client has its own minute', async () => {
    const { limits, clock } = setUp();
    const ask = (client: string) => limits.take(client, rules(2, 0), clock.now());
    expect([await ask('a'), await ask('a')]).toEqual([0, 0]);
    const wait = await ask('a');
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(MINUTE + 1000);
    expect(await ask('b')).toBe(0);
    await clock.advance(wait);
    expect(await ask('a')).toBe(0);
  });

  test('a refused request does not count', async () => {
    const { limits, clock } = setUp();
    for (let i = 0; i < 5; i++) await limits.take('a', rules(1, 10), clock.now());
    expect(limits.view('a', rules(1, 10), clock.now()).day?.remaining).toBe(9);
  });

  test('what is left, and when all of it is there again', async () => {
    const { limits, clock } = setUp();
    await limits.take('a', rules(3, 5), clock.now());
    const { minute, day } = limits.view('a', rules(3, 5), clock.now());
    expect(minute).toMatchObject({ limit: 3, remaining: 2, wait: 0 });
    expect(minute?.reset).toBeGreaterThan(59_000);
    expect(day).toMatchObject({ limit: 5, remaining: 4 });
    expect(limits.view('a', rules(0, 0), clock.now())).toEqual({});
  });

  test('0 is no limit', async () => {
    const { limits, clock } = setUp();
    for (let i = 0; i < 100; i++) expect(await limits.take('a', rules(0, 0), clock.now())).toBe(0);
  });

  test('the day outlives the process, and ends', async () => {
    const { limits, clock, store, journal } = setUp();
    for (let i = 0; i < 3; i++) await limits.take('https://a.example', rules(0, 3), clock.now());
    await journal.flush('strict');
    const next = createClientLimits({ store, journal });
    const ask = (client: string) => next.take(client, rules(0, 3), clock.now());
    expect(await ask('https://a.example')).toBeGreaterThan(23 * HOUR);
    expect(await ask('https://a.example.org')).toBe(0);
    await clock.advance(24 * HOUR + 15 * MINUTE);
    expect(await ask('https://a.example')).toBe(0);
  });

  test('requests that come together are all counted', async () => {
    const { limits, clock } = setUp();
    const waits = await Promise.all(Array.from({ length: 5 }, async () => limits.take('a', rules(3, 0), clock.now())));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(3);
  });
});
