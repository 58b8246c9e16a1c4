/**
 * What goes up and comes down, byte for byte, for every route and dialect. A rebuilding that is to change no behaviour is
 * held against them; where behaviour is to change, `vitest -u` writes them anew and the difference is read in the commit.
 */
import { describe, expect, it } from 'vitest';
import { record } from './record.ts';
import { scenarios } from './scenarios.ts';

describe('recordings', () => {
  it.each(Object.entries(scenarios))('%s', async (name, scenario) => {
    const file = `./transcripts/${name.replace(/\W+/g, '-').toLowerCase()}.txt`;
    await expect(await record(scenario)).toMatchFileSnapshot(file);
  });
});
