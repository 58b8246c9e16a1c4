/** What is done at its full size in test/soak/long/shared-pool.test.ts. */
// covers: src/relay/storage/redis, src/core/pool
import { expect, it } from 'vitest';
import { freshSeed } from '../../../../support/dice.ts';
import { expectKept, sharePool } from '../../../../support/shared-pool.ts';

/** To have the same again: `SEED=1234 npx vitest run --project unit test/unit/relay/storage/redis/shared-pool.test.ts`. */
const seed = Number(process.env.SEED ?? freshSeed());

it(`three relays share limits, keys and settings, without one of them and without Redis (seed ${seed})`, async () => {
  const plan = { seed, requests: 600, rate: 100, atOnce: 16, keys: 100, perKey: 3, perClient: 60, clients: 20 };
  const found = await sharePool(plan);
  expectKept(found, plan);
  expect(found.acknowledged).toBeGreaterThan(10);
}, 180_000);
