/** What is shortened in test/soak/slow/worker-kill.test.ts. */
import { expect, test } from 'vitest';
import { freshSeed } from '../../support/dice.ts';
import { killUnderLoad } from '../support/kills.ts';

/** To have the same again: `SEED=1234 npx vitest run --mode long test/soak/long/worker-kill.test.ts`. */
const seed = Number(process.env.SEED ?? freshSeed());

test(`50 kills under 200 requests at once (seed ${seed})`, async () => {
  const ends = await killUnderLoad(50, 200, seed);
  console.log(`seed ${seed}:`, ends);
  expect(Object.keys(ends).sort()).toEqual(['network error', 'right']);
});
