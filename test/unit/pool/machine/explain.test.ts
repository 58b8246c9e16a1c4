import { describe, expect, it } from 'vitest';
import { keyOutage, nameOf, nobodyLeft, outage } from '../../../../src/core/pool/machine/explain.ts';
import { apply } from '../../../../src/core/pool/machine/machine.ts';
import type { Query } from '../../../../src/core/pool/machine/pick.ts';
import { entryOf, type PoolState } from '../../../../src/core/pool/machine/state.ts';
import type { HealthRecord } from '../../../../src/core/records.ts';
import { someTime } from '../bench.ts';
import { credentialOf, keyIn, stateOf } from '../state-of.ts';

const query: Query = { model: 'pro', tried: new Set(), first: true };

const healthFor = (ms: number | undefined, own: Partial<HealthRecord> = {}): HealthRecord => ({
  cause: 'minute-quota',
  message: `out for ${ms}`,
  since: someTime,
  ...(ms !== undefined && { until: someTime + ms }),
  ...own,
});

const mark = (state: PoolState, id: string, health: HealthRecord, model?: string) =>
  apply(state, { type: 'marked', id, health, ...(model !== undefined && { model }) }, someTime);

describe('the name of a key', () => {
  it.each([
    ['mine', 'mine'],
    ['', 'Key 012345'],
  ])('labelled "%s" is %s', (label, name) => {
    expect(nameOf(credentialOf('0123456789abcdef', { label }))).toBe(name);
  });
});

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

describe('when nobody is left', () => {
  const errorFor = (state: PoolState, own: Partial<Query> = {}) =>
    nobodyLeft(state, { ...query, ...own }, [], someTime);

  it.each<[string, PoolState, Partial<Query>, string]>([
    ['an empty pool', stateOf([]), {}, 'no_keys'],
    ['no key of the kind', stateOf([credentialOf('a')]), { kinds: ['service-account'] }, 'no_keys_of_kind'],
    ['a key that was removed', stateOf([credentialOf('a')]), { pinnedTo: 'gone' }, 'not_found'],
    ['keys that are switched off', stateOf([credentialOf('a', { enabled: false })]), {}, 'keys_unusable'],
  ])('says so of %s', (_, state, own, code) => {
    expect(errorFor(state, own).code).toBe(code);
  });

  it('names the key that is free first, and when', () => {
    const state = stateOf([credentialOf('a', { label: 'late' }), credentialOf('b', { label: 'soon' })]);
    mark(state, 'a', healthFor(90_000), 'pro');
    mark(state, 'b', healthFor(30_000), 'pro');
    expect(errorFor(state)).toMatchObject({
      code: 'keys_cooling',
      details: { count: 2, label: 'soon', wait: '30 s', retryAfter: 30_000, reason: 'out for 30000' },
    });
  });

  it.each([
    ['no-free-tier', 'keys_unusable'],
    ['billing', 'keys_unusable'],
    ['model-not-found', 'model_not_found'],
    ['day-quota', 'keys_cooling'],
  ] as const)('%s is told as %s', (cause, code) => {
    const state = stateOf([credentialOf('a')]);
    mark(state, 'a', healthFor(86_400_000, { cause }), 'pro');
    expect(errorFor(state).code).toBe(code);
  });

  it('raises no hope where nothing ends by itself, and tells the latest reason', () => {
    const state = stateOf([credentialOf('a'), credentialOf('b')]);
    mark(state, 'a', healthFor(undefined, { cause: 'key-invalid', message: 'old', since: someTime - 2 }));
    mark(state, 'b', healthFor(undefined, { cause: 'key-invalid', message: 'new', since: someTime - 1 }));
    const { code, details } = errorFor(state);
    expect([code, details.reason, details.retryAfter]).toEqual(['keys_unusable', 'new', undefined]);
  });

  it('says nothing of secrets', () => {
    const state = stateOf([credentialOf('a')]);
    mark(state, 'a', healthFor(30_000));
    expect(errorFor(state).message).not.toContain('secret of a');
  });
});
