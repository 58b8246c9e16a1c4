import { describe, expect, it } from 'vitest';
import { apply } from '../../../../src/core/pool/machine/machine.ts';
import { rollOver } from '../../../../src/core/pool/machine/roll-over.ts';
import { entryOf } from '../../../../src/core/pool/machine/state.ts';
import { quotaDay, quotaDayEnd } from '../../../../src/core/utils/pacific.ts';
import { someTime } from '../bench.ts';
import { credentialOf, keyIn, stateOf } from '../state-of.ts';

const midnight = quotaDayEnd(someTime);
const counts = { requests: 3, answered: 1 };

/** A key with three requests today whose quota for one model is used up until `until`. */
function used(until: number | undefined) {
  const state = stateOf([credentialOf('a')]);
  const health = {
    cause: 'day-quota',
    message: 'spent',
    since: someTime,
    ...(until !== undefined && { until }),
  } as const;
  apply(state, { type: 'counted', id: 'a', model: 'pro', day: quotaDay(someTime), counts }, someTime);
  apply(state, { type: 'marked', id: 'a', model: 'pro', health }, someTime);
  apply(state, { type: 'marked', id: 'a', model: undefined, health }, someTime);
  const key = keyIn(state, 'a');
  return { state, key, entry: entryOf(key, 'pro') };
}

describe('midnight in Los Angeles', () => {
  it('is not a moment earlier', () => {
    const { state, key, entry } = used(midnight);
    rollOver(state, midnight - 1);
    expect([key.requests, entry.requests]).toEqual([3, 3]);
    expect(entry.out).toBeDefined();
    expect(state.day.name).toBe(quotaDay(someTime));
  });

  it('gives every key its quota back', () => {
    const { state, key, entry } = used(midnight);
    entry.streak = 4;
    rollOver(state, midnight);
    expect(key).toMatchObject({ requests: 0, out: undefined });
    expect(entry).toMatchObject({ requests: 0, out: undefined, streak: 0, load: 0 });
    expect(state.day).toEqual({ name: quotaDay(midnight), end: quotaDayEnd(midnight) });
  });

  it.each([
    ['that lasts longer', midnight + 1],
    ['without an end', undefined],
  ])('does not heal a failure %s', (_, until) => {
    const { state, key, entry } = used(until);
    entry.streak = 4;
    rollOver(state, midnight);
    expect([key.out?.until, entry.out?.until]).toEqual([until, until]);
    expect(key.out).toBeDefined();
    expect(entry).toMatchObject({ requests: 0, streak: 4 });
  });

  it('happens once a day, however late it is seen', () => {
    const { state, key } = used(midnight);
    const later = midnight + 3 * 86_400_000;
    rollOver(state, later);
    expect(state.day.end).toBe(quotaDayEnd(later));
    key.requests = 5;
    rollOver(state, later + 1);
    expect(key.requests).toBe(5);
  });
});
