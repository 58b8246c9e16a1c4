import { expect, test } from 'vitest';
import { quotaDayEnd } from '../../../../src/core/utils/pacific.ts';
import { ask, bench, failures, model } from '../bench.ts';

test('a key shows what it used, what is left, and why it rests', async () => {
  const { pool, clock } = await bench();
  const { added } = await pool.add('key-1');
  const id = added[0]?.id ?? '';
  await pool.update(id, { limits: { perDayByModel: { pro: 2 } } });
  for (let i = 0; i < 2; i += 1) await ask(pool, () => 'hello', { model: 'pro' });
  await ask(pool, () => 'hello');
  await ask(pool, () => failures.minute(34_400)).catch(() => undefined);
  const until = clock.now() + 34_900;
  expect(pool.view(id)).toMatchObject({
    state: 'cooling',
    cause: 'minute-quota',
    message: 'said minute-quota',
    until,
    requestsToday: 3,
    models: [
      {
        model: 'pro',
        requestsToday: 2,
        limitToday: 2,
        limitBy: 'person',
        left: 0,
        cause: 'day-quota',
        until: quotaDayEnd(clock.now()),
      },
      { model, requestsToday: 1, cause: 'minute-quota', until },
    ],
  });
  clock.set(until);
  expect(pool.view(id)).toMatchObject({ state: 'usable' });
});

test('the forecast adds up what is left over all keys of which the limit is known', async () => {
  const { pool, clock } = await bench();
  await pool.add('key-1 key-2 key-3');
  const said = [failures.day(250), failures.day(100)];
  for (let i = 0; i < 6; i += 1) await ask(pool, () => said.shift() ?? 'hello');
  expect(pool.status()).toMatchObject({
    keys: { usable: 1, cooling: 2, unusable: 0, disabled: 0 },
    requestsToday: 6,
    quotaDayEnds: quotaDayEnd(clock.now()),
    forecast: [{ model, left: 0, projects: 2 }],
  });
  clock.set(quotaDayEnd(clock.now()) + 1);
  await ask(pool, () => 'hello');
  expect(pool.status().requestsToday).toBe(1);
  expect(pool.status().forecast[0]?.left).toBeGreaterThanOrEqual(349);
});

test('an answer beyond a learned limit ends the belief in it', async () => {
  const { pool, clock } = await bench();
  await pool.add('key-1');
  await ask(pool, () => failures.day(3)).catch(() => undefined);
  clock.set(quotaDayEnd(clock.now()) + 1);
  for (let i = 0; i < 3; i += 1) await ask(pool, () => 'hello');
  expect(pool.list()[0]?.models[0]).toMatchObject({ limitToday: 3, left: 0 });
  await ask(pool, () => 'hello');
  expect(pool.list()[0]?.models[0]).not.toHaveProperty('limitToday');
});
