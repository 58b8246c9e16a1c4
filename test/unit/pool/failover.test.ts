// covers: src/core/pool/pool.ts, src/core/pool/retry.ts
import { describe, expect, test } from 'vitest';
import { quotaDayEnd } from '../../../src/core/utils/pacific.ts';
import { ask, bench, failures, names } from './bench.ts';

/** 1,000 keys of which ten answer, as in the benchmark's row `failover`. */
async function mostlyDead(seed: number) {
  const good = new Set(Array.from({ length: 10 }, (_, i) => `key-${((i * 97 + seed * 31) % 1000) + 1}`));
  const made = await bench({ settings: { maxRetryNum: 1000 } });
  await made.pool.add(names(1000).join('\n'));
  const how = (secret: string) => (good.has(secret) ? secret : failures.day());
  return { ...made, how };
}

describe('a pool of mostly dead keys', () => {
  test.each([1, 2, 3])('answers at the first try after the first answer, also after a restart (%i)', async (seed) => {
    const { how, ...made } = await mostlyDead(seed);
    await ask(made.pool, how);
    let tries = 0;
    let { pool } = made;
    for (let request = 1; request <= 200; request += 1) {
      if (request === 100) ({ pool } = await made.restart());
      tries += (await ask(pool, how)).attempts.length;
    }
    expect(tries / 200).toBeLessThanOrEqual(1.05);
  });

  test.each([1, 2])(
    'the same while the dead say "in 37 seconds", and with a worker that is stopped all the time (%i)',
    async (seed) => {
      const made = await mostlyDead(seed);
      const how = (secret: string) => (made.how(secret) === secret ? secret : failures.minute(37_512));
      await ask(made.pool, how);
      let tries = 0;
      let current: Pick<typeof made, 'pool' | 'restart'> = made;
      for (let request = 1; request <= 200; request += 1) {
        made.clock.set(made.clock.now() + 2_000);
        if (request % 10 === 0) current = await current.restart();
        tries += (await ask(current.pool, how)).attempts.length;
      }
      expect(tries / 200).toBeLessThanOrEqual(1.05);
    },
  );

  test('keys that come to life are found, a few requests at a time', async () => {
    const { how, pool, clock } = await mostlyDead(2);
    await ask(pool, how);
    for (let request = 0; request < 20; request += 1) await ask(pool, how);
    clock.set(quotaDayEnd(clock.now()));
    const used = new Set<string>();
    for (let request = 0; request < 400; request += 1) used.add((await ask(pool, (secret) => secret)).value);
    expect(used.size).toBeGreaterThan(200);
  });

  test('a kill right after the first answer forgets no dead key', async () => {
    const { how, ...made } = await mostlyDead(1);
    const { attempts } = await ask(made.pool, how);
    const { pool } = await made.restart('kill');
    expect(pool.status().keys.cooling).toBe(attempts.length - 1);
  });
});
