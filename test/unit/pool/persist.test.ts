import { describe, expect, test } from 'vitest';
import type { Change } from '../../../src/core/ports.ts';
import { quotaDay, quotaDayEnd } from '../../../src/core/utils/pacific.ts';
import { ask, bench, failures, model, names } from './bench.ts';

describe('after a restart', () => {
  test('counters, marks and learned limits are what they were', async () => {
    const made = await bench();
    await made.pool.add(names(4).join(' '));
    const said = [failures.day(250), failures.invalid(), failures.perMinute(10, 20_000)];
    await ask(made.pool, () => said.shift() ?? 'hello');
    await ask(made.pool, () => 'hello');
    const { pool } = await made.restart();
    expect(pool.list()).toEqual(made.pool.list());
    expect(pool.status()).toEqual(made.pool.status());
  });

  test('a kill loses at most the counts that were not written yet', async () => {
    const made = await bench();
    await made.pool.add('key-1');
    for (let i = 0; i < 3; i += 1) await ask(made.pool, () => 'hello');
    await made.journal.flush('relaxed');
    await ask(made.pool, () => 'hello');
    const { pool } = await made.restart('kill');
    expect(pool.status().requestsToday).toBe(3);
  });

  test("yesterday's counters count for nothing, but tell which keys answered", async () => {
    const made = await bench({ settings: { maxRetryNum: 100 } });
    await made.pool.add(names(50).join(' '));
    await ask(made.pool, (secret) => (secret === 'key-40' ? 'hello' : failures.invalid()));
    made.clock.set(quotaDayEnd(made.clock.now()) + 1);
    const { pool } = await made.restart();
    expect(pool.status().requestsToday).toBe(0);
    const { attempts } = await ask(pool, (secret) => (secret === 'key-40' ? 'hello' : failures.invalid()));
    expect(attempts).toHaveLength(1);
  });

  test('what ran out in the meantime is forgotten', async () => {
    const made = await bench();
    await made.pool.add('key-1');
    await ask(made.pool, () => failures.day()).catch(() => undefined);
    made.clock.set(quotaDayEnd(made.clock.now()));
    const { pool } = await made.restart();
    expect(pool.status().keys.usable).toBe(1);
  });
});

describe('what another relay wrote', () => {
  test('adds up, marks, teaches, and brings and takes keys', async () => {
    const { pool, clock } = await bench();
    const other = await bench();
    const { added } = await pool.add('key-1 key-2');
    const [one = '', two = ''] = added.map(({ id }) => id);
    await ask(pool, () => 'hello', { pinnedTo: one });
    const now = clock.now();
    const health = { cause: 'day-quota', message: 'said day-quota', since: now, until: quotaDayEnd(now) } as const;
    const [third] = (await other.pool.add('key-3')).added;
    const credential = other.pool.credential(third?.id ?? '');
    const changes: Change[] = [
      {
        id: '1',
        op: 'add',
        in: 'counters',
        key: `${one}|${model}|${quotaDay(now)}`,
        counts: { requests: 4, answered: 4 },
      },
      { id: '2', op: 'put', in: 'health', key: `${one}|${model}`, value: health },
      { id: '3', op: 'put', in: 'lessons', key: `${one}|${model}`, value: { requestsPerDay: 250, learnedAt: now } },
      { id: '4', op: 'delete', in: 'credentials', key: two },
      { id: '5', op: 'put', in: 'credentials', key: credential.id, value: credential },
      { id: '6', op: 'put', in: 'settings', key: 'rotation', value: 'sticky' },
      { id: '7', op: 'add', in: 'counters', key: `${one}|${model}|2020-01-01`, counts: { requests: 9 } },
    ];
    pool.follow(changes);
    expect(pool.list().map(({ id }) => id)).toEqual([one, credential.id]);
    expect(pool.view(one)).toMatchObject({ requestsToday: 5, state: 'cooling', models: [{ limitToday: 250 }] });
    pool.follow([{ id: '8', op: 'delete', in: 'health', key: `${one}|${model}` }]);
    expect(pool.view(one).state).toBe('usable');
  });
});
