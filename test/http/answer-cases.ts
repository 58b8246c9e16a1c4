/** What happens around a call, once for all drivers: what Gemini is asked, and what the client gets. */
import { describe } from 'vitest';
import { describeDoubles } from './answers/doubles.ts';
import { describeEndings } from './answers/endings.ts';
import { describeChoice } from './answers/models.ts';
import { describeRaces } from './answers/races.ts';
import { describeStreams } from './answers/streams.ts';
import { describeUnreadable } from './answers/unreadable.ts';
import { answerWorld } from './answers/world.ts';
import type { Driver } from './driver.ts';

export function describeAnswers(driver: Driver): void {
  describe(`answers through ${driver.name}`, () => {
    const world = answerWorld(driver);
    describeStreams(world);
    describeDoubles(world);
    describeRaces(world);
    describeEndings(world);
    describeUnreadable(world);
    describeChoice(world);
  });
}
