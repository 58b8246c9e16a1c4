import { describe, expect, test } from 'vitest';
import type { LearnedQuota } from '../../../../src/contract/log.ts';
import { DAY, learn, learnedPerDay } from '../../../../src/core/pool/machine/learned-limits.ts';
import { someTime as now } from '../bench.ts';

const quota = (window: 'minute' | 'day', counts: LearnedQuota['counts'], limit: number): LearnedQuota => ({
  quotaId: 'named by Google',
  window,
  counts,
  limit,
});

describe('learned limits', () => {
  test('are drawn from the quotas that Google names', () => {
    const quotas = [
      quota('day', 'requests', 250),
      quota('minute', 'requests', 10),
      quota('minute', 'input-tokens', 250_000),
      // Of tokens a day only the mark that the refusal leaves is of use.
      quota('day', 'input-tokens', 1_000_000),
    ];
    expect(learn(undefined, quotas, now)).toEqual({
      requestsPerDay: 250,
      requestsPerMinute: 10,
      inputTokensPerMinute: 250_000,
      learnedAt: now,
    });
  });

  test('keep what a later refusal does not name', () => {
    const before = learn(undefined, [quota('minute', 'requests', 10)], now);
    expect(learn(before, [quota('day', 'requests', 250)], now + 1)).toEqual({
      requestsPerMinute: 10,
      requestsPerDay: 250,
      learnedAt: now + 1,
    });
    expect(learn(before, [], now + 1)).toBe(before);
  });

  test('a limit of 0 is a tier without this model, not a limit', () => {
    expect(learn(undefined, [quota('day', 'requests', 0)], now)).toBeUndefined();
  });

  test('a limit of a day is believed for a week', () => {
    const learned = { requestsPerDay: 250, learnedAt: now };
    expect(learnedPerDay(learned, now + 7 * DAY - 1)).toBe(250);
    expect(learnedPerDay(learned, now + 7 * DAY)).toBeUndefined();
  });
});
