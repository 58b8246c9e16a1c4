/** A model's limit over all keys of the pool. */
import { describe, expect, test } from 'vitest';
import { attemptsOf } from '../../../../src/core/pool/pool-error.ts';
import { quotaDay, quotaDayEnd } from '../../../../src/core/utils/pacific.ts';
import { ask, bench, failures, fastClock, model, names } from '../bench.ts';

const limited = (limit: number) => ({ settings: { modelDailyLimits: [`${model}=${limit}`] } });
const spent = { code: 'model_limit', status: 429 };

async function pooled(limit: number, keys = 3) {
  const made = await bench(limited(limit));
  const { added } = await made.pool.add(names(keys).join(' '));
  return { ...made, ids: added.map(({ id }) => id) };
}

describe('the limit of a model over all keys', () => {
  test('is kept whichever keys answer, and says which, how many, and until when', async () => {
    const { pool, clock } = await pooled(4);
    const used = new Set<string>();
    for (let i = 0; i < 4; i += 1) {
      await ask(pool, (secret) => {
        used.add(secret);
        return 'hello';
      });
    }
    expect(used.size).toBe(3);
    expect(pool.requestsToday(model)).toBe(4);
    const retryAfter = quotaDayEnd(clock.now()) - clock.now();
    await expect(ask(pool, () => 'never')).rejects.toMatchObject({
      ...spent,
      message: `The 4 requests a day to the model "${model}", which the owner of this Hajimi allows over all keys, are used up. It answers again in 10 h 43 min.`,
      details: { model, limit: 4, retryAfter },
    });
    await expect(ask(pool, () => 'hello', { model: 'another' })).resolves.toMatchObject({ value: 'hello' });
    await expect(ask(pool, () => 'list', { uncounted: true })).resolves.toMatchObject({ value: 'list' });
    expect(pool.status().keys.usable).toBe(3);
    clock.set(quotaDayEnd(clock.now()));
    expect(pool.requestsToday(model)).toBe(0);
    await expect(ask(pool, () => 'hello')).resolves.toMatchObject({ value: 'hello' });
  });

  test('counts what is under way, and not what Google refused', async () => {
    const { pool } = await pooled(2);
    let answer = (_: string) => {};
    const slow = ask(pool, () => new Promise<string>((resolve) => (answer = resolve)));
    await ask(pool, () => 'hello');
    await expect(ask(pool, () => 'never')).rejects.toMatchObject(spent);
    answer('at last');
    await slow;
    expect(pool.requestsToday(model)).toBe(2);

    const other = await pooled(2);
    const said = [failures.invalid(), failures.day()];
    await ask(other.pool, () => said.shift() ?? 'hello');
    expect(other.pool.requestsToday(model)).toBe(1);
  });

  test('ends the retries of a request too, and tells of them', async () => {
    const { pool } = await pooled(1);
    const error: unknown = await ask(pool, () => failures.overloaded()).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject(spent);
    expect(attemptsOf(error)).toHaveLength(1);
  });

  test('is waited for as long as a request may wait for a key', async () => {
    const clock = fastClock();
    const { pool } = await bench({ settings: { ...limited(1).settings, waitForKey: 60 } }, clock);
    await pool.add('key-1');
    await ask(pool, () => 'hello');
    const midnight = quotaDayEnd(clock.now());
    clock.set(midnight - 61_000);
    await expect(ask(pool, () => 'never')).rejects.toMatchObject(spent);
    clock.set(midnight - 59_000);
    await expect(ask(pool, () => 'hello')).resolves.toMatchObject({ value: 'hello' });
    expect(clock.now()).toBe(midnight);
  });

  test('does not come before what is missing altogether', async () => {
    const { pool } = await bench(limited(1));
    await expect(ask(pool, () => 'never')).rejects.toMatchObject({ code: 'no_keys' });
  });
});

describe('what a model used', () => {
  test('is what its keys used: after a restart, with another relay’s calls, without a key that is gone', async () => {
    const { pool, ids, clock, restart } = await pooled(100);
    for (let i = 0; i < 5; i += 1) await ask(pool, () => 'hello', { pinnedTo: ids[i % 2] ?? '' });
    const [one = '', two = ''] = ids;
    const day = quotaDay(clock.now());
    const add = (id: string, key: string, requests: number) =>
      ({ id, op: 'add', in: 'counters', key, counts: { requests } }) as const;
    pool.follow([
      add('1', `${one}|${model}|${day}`, 10),
      add('2', `${one}|${model}|2020-01-01`, 1000),
      add('3', `unknown|${model}|${day}`, 1000),
    ]);
    expect(pool.requestsToday(model)).toBe(15);
    await pool.remove([two]);
    expect(pool.requestsToday(model)).toBe(13);
    await pool.restore([two]);
    expect(pool.requestsToday(model)).toBe(15);
    expect((await restart()).pool.requestsToday(model)).toBe(5);
  });

  test('is at the limit after a restart as before', async () => {
    const made = await pooled(2);
    for (let i = 0; i < 2; i += 1) await ask(made.pool, () => 'hello');
    const { pool } = await made.restart();
    await expect(ask(pool, () => 'never')).rejects.toMatchObject(spent);
  });

  test('bounds what the forecast promises', async () => {
    const { pool, clock } = await pooled(3, 2);
    const said = [failures.day(250)];
    await ask(pool, () => said.shift() ?? 'hello');
    clock.set(quotaDayEnd(clock.now()) + 1);
    await ask(pool, () => 'hello');
    expect(pool.status().forecast).toEqual([{ model, left: 2, projects: 1 }]);
  });
});
