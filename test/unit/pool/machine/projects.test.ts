import { describe, expect, test } from 'vitest';
import type { Failure } from '../../../../src/contract/log.ts';
import { ask, type Bench, bench, failures, model, names } from '../bench.ts';

const minute = 60_000;
const ofProject = (failure: Failure, project: string): Failure => ({ ...failure, project });

async function keys(n: number) {
  const made = await bench({ settings: { maxRetryNum: 1 } });
  const { added } = await made.pool.add(names(n).join(' '));
  const id = (i: number) => added[i - 1]?.id ?? '';
  const with_ = (i: number, how: () => Failure | string) =>
    ask(made.pool, how, { pinnedTo: id(i) }).catch(() => undefined);
  return { ...made, id, with_ };
}

const shared = ({ pool }: Pick<Bench, 'pool'>) => pool.list().map(({ sharesQuotaWith = [] }) => sharesQuotaWith.length);

describe('keys that report one project', () => {
  test('share their limits, cooldowns and counts, also after a restart', async () => {
    const made = await keys(3);
    const { pool, with_, clock } = made;
    await with_(1, () => ofProject(failures.perMinute(10, 1_000), 'projects/12345'));
    await with_(2, () => ofProject(failures.perMinute(10, 1_000), 'projects/12345'));
    expect(shared(made)).toEqual([1, 1, 0]);
    clock.set(clock.now() + 2 * minute);
    for (let i = 0; i < 5; i += 1) await with_(1, () => 'hello');
    for (let i = 0; i < 5; i += 1) await with_(2, () => 'hello');
    // Together they have used the ten of this minute.
    await expect(ask(pool, () => 'never', { pinnedTo: made.id(1) })).rejects.toMatchObject({ code: 'keys_cooling' });
    const after = await made.restart();
    expect(shared(after)).toEqual([1, 1, 0]);
  });

  test('run out together: the others are not asked', async () => {
    const { pool, with_ } = await keys(4);
    for (const i of [1, 2, 3]) await with_(i, () => ofProject(failures.serverError(), 'projects/7'));
    await with_(2, () => ofProject(failures.day(), 'projects/7'));
    expect(pool.status().keys).toMatchObject({ cooling: 3, usable: 1 });
    expect(pool.status().forecast).toEqual([{ model, left: 0, projects: 1 }]);
  });

  test('are picked as one: a project with more keys gets no more calls', async () => {
    const { pool, with_ } = await keys(4);
    for (const i of [1, 2, 3]) await with_(i, () => ofProject(failures.network(), 'projects/7'));
    const used = new Map<string, number>();
    for (let i = 0; i < 40; i += 1) {
      const { value } = await ask(pool, (secret) => secret);
      used.set(value, (used.get(value) ?? 0) + 1);
    }
    expect(used.get('key-4')).toBe(20);
  });

  test("stay together by Google's word only", async () => {
    const made = await keys(3);
    const { with_ } = made;
    for (const i of [1, 2, 3]) await with_(i, () => ofProject(failures.network(), 'projects/7'));
    await with_(2, () => ofProject(failures.network(), 'projects/8'));
    expect(shared(made)).toEqual([1, 0, 1]);
    await made.pool.remove([made.id(1)]);
    expect(shared(made)).toEqual([0, 0]);
  });
});

describe('keys that run out together', () => {
  /** Uses keys one to n so many times, and then lets each find its day over. */
  async function runOut(uses: readonly number[], limit: number, { apart = 0 } = {}) {
    const made = await keys(uses.length);
    for (const [i, times] of uses.entries()) {
      for (let use = 0; use < times; use += 1) await made.with_(i + 1, () => 'hello');
    }
    for (const i of uses.keys()) {
      await made.with_(i + 1, () => failures.day(limit));
      made.clock.set(made.clock.now() + apart);
    }
    return shared(made);
  }

  test('with just the limit used between them are one project', async () => {
    expect(await runOut([12, 8], 20)).toEqual([1, 1]);
    expect(await runOut([7, 7, 6], 20)).toEqual([2, 2, 2]);
  });

  test('are several projects where the sum does not fit, each used its own up, or it was not at the same time', async () => {
    expect(await runOut([12, 4], 20)).toEqual([0, 0]);
    expect(await runOut([20, 20], 20)).toEqual([0, 0]);
    expect(await runOut([12, 8], 20, { apart: 3 * minute })).toEqual([0, 0]);
  });

  test('without having answered before say nothing', async () => {
    expect(await runOut([0, 0, 0], 20)).toEqual([0, 0, 0]);
  });
});
