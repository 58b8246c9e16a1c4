/** Each request ends as a fetch may end, none in another's words, whenever the worker dies. */
import { expect, test } from 'vitest';
import { freshSeed } from '../../support/dice.ts';
import { killUnderLoad } from '../support/kills.ts';

/** To have the same again: `SEED=1234 npx vitest run --project slow test/soak/slow/worker-kill.test.ts`. */
const seed = Number(process.env.SEED ?? freshSeed());

test(`10 kills under 200 requests at once (seed ${seed})`, async () => {
  const ends = await killUnderLoad(10, 200, seed);
  expect(Object.keys(ends).sort()).toEqual(['network error', 'right']);
});
