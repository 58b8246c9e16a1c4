import { describe, expect, it } from 'vitest';
import {
  createTrust,
  isProbeDue,
  isTrusting,
  noteOutcome,
  noteProbe,
  startAnew,
} from '../../../../src/core/pool/machine/prober.ts';

/** After how many requests the next probe is due. */
function requestsUntilProbe(trust: ReturnType<typeof createTrust>): number {
  let requests = 1;
  while (!isProbeDue(trust)) requests++;
  noteProbe(trust);
  return requests;
}

describe('trust in unproven keys', () => {
  it.each([
    [0, 0, true],
    [0, 1, true],
    [0, 2, false],
    [5, 5, true],
    [1, 100, false],
    [100, 1, true],
  ])('of a pool where %i answer and %i fail is %s', (answering, failing, trusting) => {
    expect(isTrusting(createTrust(answering, failing))).toBe(trusting);
  });

  it('is lost when several in a row fail, and won back when they answer', () => {
    const trust = createTrust(1, 0);
    const outcomes = [false, false, false, true, true].map((answered) => {
      noteOutcome(trust, answered);
      return isTrusting(trust);
    });
    expect(outcomes).toEqual([true, true, false, true, true]);
  });
});

describe('probes', () => {
  it('are one in twenty requests, and rarer the more of them fail, to a bound', () => {
    const trust = createTrust(0, 100);
    const between = Array.from({ length: 6 }, () => {
      const requests = requestsUntilProbe(trust);
      noteOutcome(trust, false);
      return requests;
    });
    expect(between).toEqual([20, 40, 80, 160, 160, 160]);
  });

  it.each<[string, (trust: ReturnType<typeof createTrust>) => void]>([
    ['one answers', (trust) => noteOutcome(trust, true)],
    ['the day begins', startAnew],
  ])('are frequent again when %s', (_, happen) => {
    const trust = createTrust(0, 100);
    for (let i = 0; i < 5; i++) noteOutcome(trust, false);
    happen(trust);
    expect(requestsUntilProbe(trust)).toBe(20);
  });
});
