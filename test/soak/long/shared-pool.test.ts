/** Three relays on one Redis at 300 requests a second for a minute; part of `npm run test:long`. */
import { expect, it } from 'vitest';
import { freshSeed } from '../../support/dice.ts';
import { expectKept, sharePool } from '../../support/shared-pool.ts';

/** To have the same again: `SEED=1234 npx vitest run --mode long test/soak/long/shared-pool.test.ts`. */
const seed = Number(process.env.SEED ?? freshSeed());

it(`1,000 keys keep their day's limits, and 200 clients theirs (seed ${seed})`, async () => {
  const plan = { seed, requests: 18_000, rate: 300, atOnce: 64, keys: 1_000, perKey: 12, perClient: 300, clients: 200 };
  const found = await sharePool(plan);
  console.log(`seed ${seed}:`, found);
  expectKept(found, plan);
  expect(found.acknowledged).toBeGreaterThan(300);
}, 600_000);
