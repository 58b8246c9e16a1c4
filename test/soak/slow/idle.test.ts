/** What a browser does to an idle background after 30 s must not happen to one that waits for Google. */
import { expect, test } from 'vitest';
import { waitOut } from '../support/silences.ts';

const silence = 70_000;

test('a first byte after 70 s and a stream with a gap of 70 s both arrive, also in a hidden tab', async () => {
  const { answers, asked } = await waitOut({
    late: { text: ['late answer'], beforeHead: silence },
    gap: { text: ['before ', 'and after'], betweenChunks: silence },
  });
  const whole = {
    late: expect.stringMatching(/^200 [\s\S]*late answer[\s\S]*\[DONE\]/),
    gap: expect.stringMatching(/^200 [\s\S]*before [\s\S]*and after[\s\S]*\[DONE\]/),
  };
  expect(answers).toEqual({ visible: whole, hidden: whole });
  // Nobody was asked twice: no worker died in between.
  expect(asked).toBe(4);
});
