import { describe, expect, it } from 'vitest';
import {
  createProber,
  isOptimistic,
  isProbeDue,
  recordOutcome,
  recordProbe,
  resetInterval,
} from '../../../../src/core/pool/machine/prober.ts';

/** After how many requests the next probe is due. */
function requestsUntilProbe(prober: ReturnType<typeof createProber>): number {
  let requests = 1;
  while (!isProbeDue(prober)) requests++;
  recordProbe(prober);
  return requests;
}

describe('optimism about keys of unknown health', () => {
  it.each([
    [0, 0, true],
    [0, 1, true],
    [0, 2, false],
    [5, 5, true],
    [1, 100, false],
    [100, 1, true],
  ])('of a pool where %i answer and %i fail is %s', (answering, failing, optimistic) => {
    expect(isOptimistic(createProber(answering, failing))).toBe(optimistic);
  });

  it('is lost when several in a row fail, and won back when they answer', () => {
    const prober = createProber(1, 0);
    const outcomes = [false, false, false, true, true].map((answered) => {
      recordOutcome(prober, answered);
      return isOptimistic(prober);
    });
    expect(outcomes).toEqual([true, true, false, true, true]);
  });
});

describe('probes', () => {
  it('are one in twenty requests, and rarer the more of them fail, to a bound', () => {
    const prober = createProber(0, 100);
    const between = Array.from({ length: 6 }, () => {
      const requests = requestsUntilProbe(prober);
      recordOutcome(prober, false);
      return requests;
    });
    expect(between).toEqual([20, 40, 80, 160, 160, 160]);
  });

  it.each<[string, (prober: ReturnType<typeof createProber>) => void]>([
    ['one answers', (prober) => recordOutcome(prober, true)],
    ['the day begins', resetInterval],
  ])('are frequent again when %s', (_, happen) => {
    const prober = createProber(0, 100);
    for (let i = 0; i < 5; i++) recordOutcome(prober, false);
    happen(prober);
    expect(requestsUntilProbe(prober)).toBe(20);
  });
});
