import { describe, expect, test } from 'vitest';
import type { Failure } from '../../../../src/contract/log.ts';
import { defaultSettings, type Settings } from '../../../../src/contract/settings/table.ts';
import { createHealthCheck, type Probe } from '../../../../src/core/pool/keys/health-check.ts';
import { UpstreamFailure } from '../../../../src/core/pool/types.ts';
import { createEnding } from '../../../../src/core/utils/ending.ts';
import { settled } from '../../../support/clock.ts';
import { ask, bench, failures, names } from '../bench.ts';

const { ending } = createEnding();
const unheld = () => () => undefined;

async function checkup(keys: number, said: (secret: string) => Failure | undefined, settings: Partial<Settings> = {}) {
  const made = await bench();
  const { added } = await made.pool.add(names(keys).join(' '));
  const asked: string[] = [];
  const probe: Probe = async ({ secret }) => {
    asked.push(secret);
    const failure = said(secret);
    if (failure !== undefined) throw new UpstreamFailure(failure);
  };
  const { pool, clock } = made;
  let holders = 0;
  const hold = () => {
    holders += 1;
    return () => {
      holders -= 1;
    };
  };
  const current = () => ({ ...defaultSettings, ...settings });
  const health = createHealthCheck({ pool, probe, clock, settings: current, hold });
  return { ...made, health, asked, holders: () => holders, id: (n: number) => added[n - 1]?.id ?? '' };
}

describe('one key', () => {
  test('works', async () => {
    const { health, id } = await checkup(1, () => undefined);
    expect(await health.test(id(1), ending)).toMatchObject({ id: id(1), verdict: 'works', key: { state: 'usable' } });
  });

  test('fails in words, and that is kept', async () => {
    const made = await checkup(1, failures.suspended);
    expect(await made.health.test(made.id(1), ending)).toMatchObject({
      verdict: 'fails',
      cause: 'key-suspended',
      message: 'said key-suspended',
      key: { state: 'unusable', cause: 'key-suspended' },
    });
    const { pool } = await made.restart('kill');
    expect(pool.status().keys.unusable).toBe(1);
  });

  test.each([
    failures.network(),
    failures.serverError(),
    failures.timeout(),
    failures.minute(1000),
    failures.overloaded(),
  ])('inconclusive: $cause changes nothing', async (failure) => {
    const { health, id, pool } = await checkup(2, () => failure);
    await ask(pool, () => failures.invalid(), { pinnedTo: id(2) }).catch(() => undefined);
    const before = pool.list();
    expect((await health.test(id(1), ending)).verdict).toBe('inconclusive');
    expect((await health.test(id(2), ending)).verdict).toBe('inconclusive');
    expect(pool.list()).toEqual(before);
  });

  test('one that works again is used again; what is held against it with one model stays', async () => {
    const { health, id, pool } = await checkup(1, () => undefined);
    await ask(pool, () => failures.day()).catch(() => undefined);
    await ask(pool, failures.invalid, { model: 'other' }).catch(() => undefined);
    await health.test(id(1), ending);
    await expect(ask(pool, () => 'hello', { model: 'other' })).resolves.toMatchObject({ value: 'hello' });
    await expect(ask(pool, () => 'never')).rejects.toMatchObject({ code: 'keys_cooling' });
  });

  test('that is not there', async () => {
    const { health } = await checkup(1, () => undefined);
    await expect(health.test('nobody', ending)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('all keys', () => {
  test('are tested a few at a time, with progress; keys that come and go meanwhile are left alone', async () => {
    const { pool, clock } = await bench();
    await pool.add(names(20).join(' '));
    let open = 0;
    let most = 0;
    const waiting: Array<() => void> = [];
    const probe: Probe = async ({ secret }) => {
      open += 1;
      most = Math.max(most, open);
      await new Promise<void>((resolve) => waiting.push(resolve));
      open -= 1;
      if (secret === 'key-3') throw new UpstreamFailure(failures.invalid());
      if (secret === 'key-4') throw new UpstreamFailure(failures.network());
    };
    const health = createHealthCheck({ pool, probe, clock, settings: () => defaultSettings, hold: unheld });
    expect(health.start()).toMatchObject({ running: true, total: 20, done: 0 });
    await settled();
    const [first] = pool.list();
    await pool.remove([first?.id ?? '']);
    const { added } = await pool.add('key-21');
    while (health.progress().running) {
      for (const go of waiting.splice(0)) go();
      await settled();
    }
    expect(most).toBe(6);
    expect(health.progress()).toEqual({ running: false, total: 20, done: 20, works: 17, fails: 1, inconclusive: 2 });
    expect(pool.list()).toHaveLength(20);
    expect(pool.view(added[0]?.id ?? '').state).toBe('usable');
  });

  test('keep the process alive until all are tested, or it is cancelled', async () => {
    const { health, holders } = await checkup(3, () => undefined);
    health.start();
    expect(holders()).toBe(1);
    await settled();
    expect([health.progress().running, holders()]).toEqual([false, 0]);
    health.start();
    health.cancel();
    await settled();
    expect(holders()).toBe(0);
  });

  test('can be cancelled', async () => {
    const { pool, clock } = await bench();
    await pool.add(names(20).join(' '));
    let asked = 0;
    const probe: Probe = (_, stop) => {
      asked += 1;
      return new Promise((_resolve, reject) => stop.onEnd(reject));
    };
    const health = createHealthCheck({ pool, probe, clock, settings: () => defaultSettings, hold: unheld });
    health.start();
    await settled();
    health.cancel();
    await settled();
    expect(health.progress()).toMatchObject({ running: false, done: 0 });
    expect(asked).toBe(6);
    expect(pool.status().keys.usable).toBe(20);
  });
});

describe('the background', () => {
  const minute = 60_000;

  test('tests the unusable again when they are due, and remembers when that was', async () => {
    let made = await checkup(3, failures.invalid, { recheckInvalidKeys: 60 });
    const said = [failures.invalid(), failures.suspended()];
    await ask(made.pool, () => said.shift() ?? 'hello');
    expect(await made.health.recheck(ending)).toBe(0);
    made.clock.set(made.clock.now() + 60 * minute);
    expect(await made.health.recheck(ending)).toBe(2);
    expect(made.asked).toHaveLength(2);
    expect(await made.health.recheck(ending)).toBe(0);
    const { pool } = await made.restart('kill');
    made = { ...made, pool };
    const { clock } = made;
    const health = createHealthCheck({
      pool,
      probe: async () => undefined,
      clock,
      settings: () => ({ ...defaultSettings, recheckInvalidKeys: 60 }),
      hold: unheld,
    });
    clock.set(clock.now() + 59 * minute);
    expect(await health.recheck(ending)).toBe(0);
    clock.set(clock.now() + minute);
    expect(await health.recheck(ending)).toBe(2);
    expect(pool.status().keys.usable).toBe(3);
  });

  test('does nothing where the setting is 0', async () => {
    const { pool, clock, health } = await checkup(1, failures.invalid, { recheckInvalidKeys: 0 });
    await ask(pool, failures.invalid).catch(() => undefined);
    clock.set(clock.now() + 10_000 * minute);
    expect(await health.recheck(ending)).toBe(0);
  });
});
