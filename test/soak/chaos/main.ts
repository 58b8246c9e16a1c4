/**
 * `npm run chaos -- [--minutes N] [--seed S] [--side relay|extension]`: both sides one after the other, N minutes together
 * (default 2). Ends with 1 at the first thing that is lost, mixed up, unclear or left open.
 */
import { parseArgs } from 'node:util';
import { startFakeGemini } from '../../fake-gemini/server.ts';
import { freshSeed } from '../../support/dice.ts';
import { runChaos } from './chaos.ts';
import { openSide, sideNames } from './sides.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '2' },
    seed: { type: 'string', default: String(freshSeed()) },
    side: { type: 'string' },
  },
});
const seed = Number(values.seed);
const names = sideNames.filter((name) => values.side === undefined || values.side === name);
const share = (Number(values.minutes) * 60_000) / names.length;
if (!(Number.isInteger(seed) && share > 0 && Number.isFinite(share))) {
  throw new Error('--minutes must be a number, --seed a whole number, and --side relay or extension');
}

process.stdout.write(`seed ${seed}\n`);
for (const name of names) {
  const fake = await startFakeGemini();
  const side = await openSide(name, fake);
  const end = Date.now() + share;
  try {
    const figures = await runChaos({ side, fake, seed, goesOn: () => Date.now() < end });
    process.stdout.write(`${name}: ${JSON.stringify({ ...figures, lost: 0 }, null, 1)}\n`);
  } catch (error) {
    process.stderr.write(`${name}, seed ${seed}: ${error instanceof Error ? error.stack : error}\n`);
    process.exitCode = 1;
  }
  await side.close();
  await fake.close();
}
// What a failed run has left waiting keeps nobody.
process.exit();
