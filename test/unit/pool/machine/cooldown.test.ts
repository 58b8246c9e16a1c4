import { describe, expect, test } from 'vitest';
import type { FailureCause } from '../../../../src/contract/keys.ts';
import type { Failure } from '../../../../src/contract/log.ts';
import { blamesKey, healthAfter, isFinal, longer } from '../../../../src/core/pool/machine/cooldown.ts';
import { quotaDayEnd } from '../../../../src/core/utils/pacific.ts';
import { failures, someTime } from '../bench.ts';

const now = someTime;
const hour = 3_600_000;
const of = (cause: FailureCause, scope: Failure['scope'], more: Partial<Failure> = {}): Failure => ({
  ...failures.serverError(),
  cause,
  scope,
  ...more,
});
const restsFor = (failure: Failure, streak = 0, random = 0) => {
  const health = healthAfter(failure, now, streak, random);
  return health === undefined ? 'not at all' : health.until === undefined ? 'until a person acts' : health.until - now;
};

describe('how long a key rests', () => {
  test.each<FailureCause>([
    'key-invalid',
    'key-expired',
    'key-leaked',
    'key-suspended',
    'key-restricted',
    'api-disabled',
    'billing',
  ])('%s: until a person acts', (cause) => {
    expect(restsFor(of(cause, 'key'))).toBe('until a person acts');
    expect(isFinal(of(cause, 'key'))).toBe(true);
  });

  test.each<[FailureCause, Failure['scope']]>([
    ['overloaded', 'upstream'],
    ['server-error', 'upstream'],
    ['timeout', 'upstream'],
    ['network', 'upstream'],
    ['bad-request', 'request'],
    ['model-not-found', 'model'],
    ['unknown', 'upstream'],
    // Whatever scope they were read with.
    ['overloaded', 'key'],
    ['network', 'key-model'],
  ])('%s of the %s: never hurts a key', (cause, scope) => {
    expect(restsFor(of(cause, scope))).toBe('not at all');
    expect(blamesKey(of(cause, scope))).toBe(false);
    expect(isFinal(of(cause, scope))).toBe(false);
  });

  test('a day is over at midnight in Los Angeles, whatever RetryInfo says in seconds', () => {
    expect(restsFor(failures.day())).toBe(quotaDayEnd(now) - now);
    expect(restsFor(of('day-quota', 'key-model', { retryAfter: 50 * hour }))).toBe(50 * hour);
  });

  test("a minute: Google's word, however long, and a little jitter", () => {
    expect(restsFor(failures.minute(34_400))).toBe(34_400);
    expect(restsFor(failures.minute(34_400), 0, 0.999)).toBe(35_399);
    expect(restsFor(failures.minute(2 * hour))).toBe(2 * hour);
  });

  test('a guess is short and grows to a minute', () => {
    expect([0, 1, 2, 3, 4, 5, 1000].map((streak) => restsFor(failures.minute(), streak))).toEqual([
      5_000, 10_000, 20_000, 40_000, 60_000, 60_000, 60_000,
    ]);
  });

  test('a model that is closed to the key: asked again once a day', () => {
    expect(restsFor(failures.noFreeTier())).toBe(24 * hour);
    expect(restsFor(of('model-not-found', 'key-model'))).toBe(24 * hour);
    expect(restsFor(of('key-restricted', 'key-model'))).toBe(24 * hour);
  });

  test('a region may change without the key: ten minutes', () => {
    expect(restsFor(failures.region())).toBe(10 * 60_000);
  });
});

test('of two things known, the one that keeps the key out longer stays', () => {
  const short = { cause: 'minute-quota', message: '', since: now, until: now + 1 } as const;
  const long = { cause: 'day-quota', message: '', since: now, until: now + 2 } as const;
  const forever = { cause: 'key-invalid', message: '', since: now } as const;
  expect(longer(undefined, short)).toBe(short);
  expect(longer(short, long)).toBe(long);
  expect(longer(long, short)).toBe(long);
  expect(longer(forever, long)).toBe(forever);
  expect(longer(long, forever)).toBe(forever);
});
