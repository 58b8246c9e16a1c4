import { describe, expect, it } from 'vitest';
import { explain, type PoolState, type Query } from '../../../src/core/pool/machine/machine.ts';
import { nameOf, noKeyLeft } from '../../../src/core/pool/pool-error.ts';
import { quotaDayEnd } from '../../../src/core/utils/pacific.ts';
import { someTime } from './bench.ts';
import { anyKey, credentialOf, healthFor, mark, stateOf } from './state-of.ts';

const query: Query = { ...anyKey, model: 'pro' };

describe('the name of a key', () => {
  it.each([
    ['mine', 'mine'],
    ['', 'Key 012345'],
  ])('labelled "%s" is %s', (label, name) => {
    expect(nameOf(credentialOf('0123456789abcdef', { label }))).toBe(name);
  });
});

describe('when no key is left', () => {
  const errorFor = (state: PoolState, own: Partial<Query> = {}) =>
    noKeyLeft(explain(state, { ...query, ...own }, someTime), { model: 'pro', attempts: [], now: someTime });

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

  it.each([
    ['used up', { requests: 1, inFlight: 0 }, quotaDayEnd(someTime) - someTime],
    // What is under way may fail, and leave its place to others.
    ['taken by a call under way', { requests: 0, inFlight: 1 }, 1_000],
  ])('says when to come back where the limit of the model is %s', (_, used, retryAfter) => {
    const state = stateOf([credentialOf('a')]);
    state.modelLimits = ['pro=1'];
    state.modelUsage.set('pro', used);
    expect(errorFor(state)).toMatchObject({ code: 'model_limit', details: { limit: 1, model: 'pro', retryAfter } });
  });

  it('says nothing of secrets', () => {
    const state = stateOf([credentialOf('a')]);
    mark(state, 'a', healthFor(30_000));
    expect(errorFor(state).message).not.toContain('secret of a');
  });
});
