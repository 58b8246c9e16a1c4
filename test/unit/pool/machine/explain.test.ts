import { describe, expect, it } from 'vitest';
import { keyOutage, outage } from '../../../../src/core/pool/machine/explain.ts';
import { apply } from '../../../../src/core/pool/machine/machine.ts';
import { entryOf } from '../../../../src/core/pool/machine/state.ts';
import { someTime } from '../bench.ts';
import { credentialOf, healthFor, keyIn, mark, stateOf } from '../state-of.ts';

describe('what keeps a key out', () => {
  const open = (limits = {}) => {
    const state = stateOf([credentialOf('a', { limits })]);
    return { state, key: keyIn(state, 'a'), entry: entryOf(keyIn(state, 'a'), 'pro') };
  };

  it('is nothing, for a fresh one', () => {
    const { state, key, entry } = open();
    expect([keyOutage(state, key, someTime), outage(state, entry, someTime)]).toEqual([undefined, undefined]);
  });

  it.each([
    ['the key', 2_000, 1_000, 'out for 2000'],
    ['the model', 1_000, 2_000, 'out for 2000'],
    ['what has no end', undefined, 2_000, 'out for undefined'],
  ])('is whatever lasts longest: %s', (_, ofKey, ofModel, message) => {
    const { state, entry } = open();
    mark(state, 'a', healthFor(ofKey));
    mark(state, 'a', healthFor(ofModel), 'pro');
    expect(outage(state, entry, someTime)?.message).toBe(message);
  });

  it('is over when its time is', () => {
    const { state, key } = open();
    mark(state, 'a', healthFor(1_000));
    expect(keyOutage(state, key, someTime + 999)).toBeDefined();
    expect(keyOutage(state, key, someTime + 1_000)).toBeUndefined();
  });

  it("may be a person's own limit, until midnight", () => {
    const { state, key, entry } = open({ perDay: 2 });
    apply(state, { type: 'counted', id: 'a', model: 'pro', day: state.day.name, counts: { requests: 2 } }, someTime);
    const ownLimit = { cause: 'day-quota', until: state.day.end };
    expect(keyOutage(state, key, someTime)).toMatchObject(ownLimit);
    expect(outage(state, entry, someTime)).toMatchObject(ownLimit);
  });
});
