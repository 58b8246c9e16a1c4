/** What is done at its full size in test/long/shared-pool.test.ts. */
import { expect, it } from 'vitest';
import { freshSeed } from '../../support/dice.ts';
import { sharePool } from '../../support/shared-pool.ts';

/** To have the same again: `SEED=1234 npx vitest run --project unit test/relay/redis/shared-pool.test.ts`. */
const seed = Number(process.env.SEED ?? freshSeed());

it(`three relays share limits, keys and settings, without one of them and without Redis (seed ${seed})`, async () => {
  const plan = { seed, requests: 600, rate: 100, atOnce: 16, keys: 100, perKey: 3, perClient: 60, clients: 20 };
  const found = await sharePool(plan);
  expect(found.lost).toEqual([]);
  expect(found.acknowledged).toBeGreaterThan(10);
  expect(found.withoutRedis).toBeGreaterThan(0);
  expect(found.spentClients).toBeGreaterThan(0);
  expect(found.spentKeys).toBeGreaterThan(0);
  // A relay learns of another's calls with its next batch: each of the others may have made one or two of a key by then,
  // and while Redis is away as many as come to a key.
  expect(found.worstKey).toBeLessThanOrEqual(4 + Math.ceil(found.withoutRedis / plan.keys));
  expect(found.worstClient).toBeLessThanOrEqual(0);
  expect(found.counted).toBeLessThanOrEqual(found.calls);
  expect(found.counted).toBeGreaterThanOrEqual(found.calls - found.inKilledBatch);
}, 180_000);
