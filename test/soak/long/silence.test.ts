/** What is shortened in test/soak/slow/idle.test.ts, at its full length: `npm run test:long`, about 11 minutes. */
import { expect, test } from 'vitest';
import { waitOut } from '../support/silences.ts';

const minute = 60_000;

test('a first byte after 10 minutes and a stream of 10 minutes with gaps of 4 both arrive, also in a hidden tab', async () => {
  const { answers, asked } = await waitOut({
    late: { text: ['late answer'], beforeHead: 10 * minute },
    gaps: { text: ['one ', 'two ', 'three'], beforeFirstByte: 2 * minute, betweenChunks: 4 * minute },
  });
  const whole = {
    late: expect.stringMatching(/^200 [\s\S]*late answer[\s\S]*\[DONE\]/),
    gaps: expect.stringMatching(/^200 [\s\S]*one [\s\S]*two [\s\S]*three[\s\S]*\[DONE\]/),
  };
  expect(answers).toEqual({ visible: whole, hidden: whole });
  // Nobody was asked twice: no worker died in between.
  expect(asked).toBe(4);
});
