import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Failure } from '../../../src/contract/log.ts';
import type { Call } from '../../../src/core/stats/call.ts';
import { createStats, keptFor } from '../../../src/core/stats/stats.ts';
import { createMemoryStore } from '../../../src/core/store/memory.ts';
import { createJournal } from '../../../src/core/store/write-behind.ts';
import { quotaDayEnd } from '../../../src/core/utils/pacific.ts';
import { manualClock } from '../../support/clock.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

function setUp() {
  const clock = manualClock(Date.UTC(2026, 10, 24, 21, 17, 30));
  const store = createMemoryStore(clock);
  let lastId = 0;
  const make = () => {
    const journal = createJournal({ store, clock, ids: () => `id${++lastId}`, log: { write: () => undefined } });
    return { journal, stats: createStats({ store, journal }) };
  };
  return { clock, store, ...make(), restart: make };
}

const failure = (cause: Failure['cause']): Failure => ({
  cause,
  scope: 'key',
  status: 429,
  code: '',
  message: '',
  quotas: [],
});

function call(endedAt: number, more: Partial<Call> = {}): Call {
  return {
    credentialId: 'k1',
    model: 'gemini-2.5-flash',
    startedAt: endedAt - 800,
    endedAt,
    outcome: 'answered',
    ...more,
  };
}

describe('what is counted', () => {
  it('answers with their tokens and times, failures by cause, and calls that were given up', async () => {
    const { clock, stats } = setUp();
    const now = clock.now();
    const usage = { input: 100, output: 20, thoughts: 7, cached: 50 };
    stats.record(call(now, { usage, firstByteAt: now - 500 }));
    stats.record(call(now, { usage }));
    stats.record(call(now, { outcome: 'failed', failure: failure('day-quota') }));
    stats.record(call(now, { outcome: 'failed', failure: failure('day-quota') }));
    stats.record(call(now, { outcome: 'failed', failure: failure('network') }));
    stats.record(call(now, { outcome: 'released' }));
    const rows = await stats.query({ unit: 'minute', from: now, to: now + 1, by: 'all' });
    expect(rows).toEqual([
      {
        start: Date.UTC(2026, 10, 24, 21, 17),
        answered: 2,
        failed: 3,
        failures: { 'day-quota': 2, network: 1 },
        released: 1,
        tokens: { input: 200, output: 40, thoughts: 14, cached: 100 },
        latency: { mean: 800, p50: expect.closeTo(683, 0), p95: expect.closeTo(788, 0) },
        firstByte: { mean: 300, p50: expect.closeTo(341, 0), p95: expect.closeTo(394, 0) },
      },
    ]);
  });

  it('by minute, hour and Pacific day', async () => {
    const { clock, stats } = setUp();
    const now = clock.now();
    const midnight = quotaDayEnd(now);
    for (const at of [now, now + 5_000, now + minute, now + hour, midnight - 1, midnight]) stats.record(call(at));
    const counts = async (unit: 'minute' | 'hour' | 'day') =>
      (await stats.query({ unit, from: now, to: midnight + 1, by: 'all' })).map((row) => [row.start, row.answered]);
    const floor = (at: number, unit: number) => Math.floor(at / unit) * unit;
    expect(await counts('minute')).toEqual([
      [floor(now, minute), 2],
      [floor(now + minute, minute), 1],
      [floor(now + hour, minute), 1],
      [midnight - minute, 1],
      [midnight, 1],
    ]);
    expect(await counts('hour')).toEqual([
      [floor(now, hour), 3],
      [floor(now + hour, hour), 1],
      [midnight - hour, 1],
      [midnight, 1],
    ]);
    expect(await counts('day')).toEqual([
      [midnight - day, 5],
      [midnight, 1],
    ]);
  });

  it.each(['2026-03-08', '2026-11-01', '2028-02-29'])(
    'a day starts where the one before ended, also on %s',
    async (name) => {
      const { stats } = setUp();
      const noon = Date.parse(`${name}T20:00Z`);
      for (const at of [noon - day, noon, noon + day]) stats.record(call(at));
      const rows = await stats.query({ unit: 'day', from: noon - day, to: noon + day + 1, by: 'all' });
      expect(rows.map(({ start }) => start)).toEqual([noon - 2 * day, noon - day, noon].map(quotaDayEnd));
    },
  );
});

describe('a query', () => {
  const calls: Array<Partial<Call>> = [
    { credentialId: 'k1', model: 'pro', client: 'https://a.test' },
    { credentialId: 'k1', model: 'flash', client: 'https://a.test' },
    { credentialId: 'k2', model: 'pro', client: '10.0.0.1' },
    { credentialId: 'k2', model: 'pro' },
  ];

  it.each([
    ['all', [{ answered: 4 }]],
    [
      'model',
      [
        { model: 'flash', answered: 1 },
        { model: 'pro', answered: 3 },
      ],
    ],
    [
      'key',
      [
        { credentialId: 'k1', answered: 2 },
        { credentialId: 'k2', answered: 2 },
      ],
    ],
    [
      'key-model',
      [
        { credentialId: 'k1', model: 'flash', answered: 1 },
        { credentialId: 'k1', model: 'pro', answered: 1 },
        { credentialId: 'k2', model: 'pro', answered: 2 },
      ],
    ],
    [
      'client',
      [
        { client: '10.0.0.1', answered: 1 },
        { client: 'https://a.test', answered: 2 },
      ],
    ],
    [
      'client-model',
      [
        { client: '10.0.0.1', model: 'pro', answered: 1 },
        { client: 'https://a.test', model: 'flash', answered: 1 },
        { client: 'https://a.test', model: 'pro', answered: 1 },
      ],
    ],
  ] as const)('groups by %s', async (by, expected) => {
    const { clock, stats } = setUp();
    const now = clock.now();
    for (const one of calls) stats.record(call(now, one));
    const rows = await stats.query({ unit: 'hour', from: now, to: now + 1, by });
    expect(rows).toMatchObject(expected.map((row) => ({ ...row })));
    expect(rows).toHaveLength(expected.length);
  });

  it('sums over the whole time when it is told to', async () => {
    const { clock, stats } = setUp();
    const now = clock.now();
    for (const after of [0, 1, 2]) stats.record(call(now + after * minute));
    stats.record(call(now + minute, { model: 'other' }));
    const rows = await stats.query({ unit: 'minute', from: now, to: now + 3 * minute, by: 'model', total: true });
    expect(rows.map(({ model, answered }) => [model, answered])).toEqual([
      ['gemini-2.5-flash', 3],
      ['other', 1],
    ]);
  });

  it('reads from the bucket of `from` to the last that begins before `to`', async () => {
    const { clock, stats } = setUp();
    const now = clock.now();
    const start = Math.floor(now / minute) * minute;
    for (const after of [-1, 0, 1, 2]) stats.record(call(now + after * minute));
    const starts = async (from: number, to: number) =>
      (await stats.query({ unit: 'minute', from, to, by: 'all' })).map((row) => (row.start - start) / minute);
    expect(await starts(start, start + 2 * minute)).toEqual([0, 1]);
    expect(await starts(start + 59_999, start + 2 * minute + 1)).toEqual([0, 1, 2]);
    expect(await starts(start, start)).toEqual([]);
  });

  it('gives names back as they were, whatever is in them', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme', maxLength: 40 }),
        fc.string({ maxLength: 40 }),
        async (model, client) => {
          const { clock, stats } = setUp();
          stats.record(call(clock.now(), { model, client }));
          const rows = await stats.query({
            unit: 'day',
            from: clock.now(),
            to: clock.now() + 1,
            by: 'client-model',
          });
          expect(rows).toMatchObject([{ model, client }]);
        },
      ),
    );
  });
});

describe('what is kept', () => {
  it('survives a restart', async () => {
    const { clock, journal, stats, restart } = setUp();
    stats.record(call(clock.now()));
    await journal.flush('relaxed');
    const again = restart().stats;
    again.record(call(clock.now()));
    const rows = await again.query({ unit: 'hour', from: clock.now(), to: clock.now() + 1, by: 'key' });
    expect(rows).toMatchObject([{ credentialId: 'k1', answered: 2 }]);
  });

  it('is forgotten in time: minutes after two hours, hours after eight days, days after 400', async () => {
    const { clock, stats } = setUp();
    const first = clock.now();
    stats.record(call(first));
    const found = async () => {
      const query = { from: first, to: clock.now() + 1, by: 'all' } as const;
      const rows = await Promise.all(
        (['minute', 'hour', 'day'] as const).map((unit) => stats.query({ ...query, unit })),
      );
      return rows.map(({ length }) => length);
    };
    await clock.advance(2 * hour - minute);
    expect(await found()).toEqual([1, 1, 1]);
    await clock.advance(minute);
    expect(await found()).toEqual([0, 1, 1]);
    await clock.advance(8 * day - 3 * hour);
    expect(await found()).toEqual([0, 1, 1]);
    await clock.advance(hour);
    expect(await found()).toEqual([0, 0, 1]);
    await clock.advance(392 * day);
    expect(await found()).toEqual([0, 0, 0]);
  });
});

it('coarser buckets are kept longer', () => {
  expect(keptFor.minute).toBeLessThan(keptFor.hour);
  expect(keptFor.hour).toBeLessThan(keptFor.day);
});
