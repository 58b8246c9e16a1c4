/** What is shortened in test/slow/worker-kill.test.ts. */
import { expect, test } from 'vitest';
import { killUnderLoad } from '../e2e/support/kills.ts';
import { freshSeed } from '../support/dice.ts';

/** To have the same again: `SEED=1234 npx vitest run --mode long test/long/worker-kill.test.ts`. */
const seed = Number(process.env.SEED ?? freshSeed());

test(`50 kills under 200 requests at once (seed ${seed})`, async () => {
  const ends = await killUnderLoad(50, 200, seed);
  console.log(`seed ${seed}:`, ends);
  expect(Object.keys(ends).sort()).toEqual(['network error', 'right']);
});
