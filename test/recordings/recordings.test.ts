/**
 * What goes up and comes down, byte for byte, for every route and dialect. A rebuilding that is to change no behaviour is
 * held against them; where behaviour is to change, `vitest -u` writes them anew and the difference is read in the commit.
 */
import { describe, expect, it } from 'vitest';
import { liveScenarios, recordLive } from './live.ts';
import { record } from './record.ts';
import { scenarios } from './scenarios.ts';

const fileOf = (name: string) => `./transcripts/${name.replace(/\W+/g, '-').toLowerCase()}.txt`;

describe('recordings', () => {
  it.each(Object.entries(scenarios))('%s', async (name, scenario) => {
    await expect(await record(scenario)).toMatchFileSnapshot(fileOf(name));
  });
  it.each(Object.entries(liveScenarios))('%s', async (name, scenario) => {
    await expect(await recordLive(scenario)).toMatchFileSnapshot(fileOf(name));
  });
});
