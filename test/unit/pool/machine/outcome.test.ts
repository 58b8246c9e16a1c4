import { describe, expect, it } from 'vitest';
import type { Failure } from '../../../../src/contract/log.ts';
import { apply, type LeaseEnd } from '../../../../src/core/pool/machine/machine.ts';
import { ended, leased } from '../../../../src/core/pool/machine/outcome.ts';
import { entryOf, NO_MODEL, type PoolState } from '../../../../src/core/pool/machine/state.ts';
import { failures, model, someTime } from '../bench.ts';
import { credentialOf, keyIn, stateOf } from '../state-of.ts';

const usage = { input: 10, output: 5, thoughts: 0, cached: 0 };
const settled: LeaseEnd = { type: 'settled', usage };
const failed = (failure: Failure): LeaseEnd => ({ type: 'failed', failure });

const entryIn = (state: PoolState, id: string, ofModel = model) => entryOf(keyIn(state, id), ofModel);

const end = (state: PoolState, id: string, how: LeaseEnd, ofModel = model) =>
  ended(state, entryIn(state, id, ofModel), { end: how, health: 'unknown', random: 0.5 }, someTime);

/** One call of key `a`, from its lease to this end, in a pool of these keys. */
function call(how: LeaseEnd, { ids = ['a'], ofModel = model } = {}) {
  const state = stateOf(ids.map((id) => credentialOf(id)));
  leased(state, entryIn(state, 'a', ofModel), 'unknown', someTime);
  const effects = end(state, 'a', how, ofModel);
  return { state, key: keyIn(state, 'a'), entry: entryIn(state, 'a', ofModel), effects };
}

const countsIn = (effects: ReturnType<typeof ended>) =>
  effects.flatMap((effect) => (effect.type === 'count' ? [effect.counts] : []));

it('a lease is in flight until it ends', () => {
  const state = stateOf([credentialOf('a')]);
  leased(state, entryIn(state, 'a'), 'unknown', someTime);
  expect([keyIn(state, 'a').inFlight, entryIn(state, 'a').inFlight]).toEqual([1, 1]);
});

describe('a call counts against the day of its key', () => {
  it.each<[string, LeaseEnd, number]>([
    ['when it is answered', settled, 1],
    ['when it is answered without a word of usage', { type: 'settled', usage: undefined }, 1],
    ['when the client gives it up', { type: 'released' }, 1],
    ['when it breaks at Google', failed(failures.serverError()), 1],
    ['not when Google refuses it', failed(failures.minute()), 0],
    ['not when the request was wrong', failed(failures.badRequest()), 0],
    ['not when it never reached Google', failed(failures.network()), 0],
  ])('%s', (_, how, requests) => {
    const { key, entry, effects } = call(how);
    expect([key.inFlight, entry.inFlight]).toEqual([0, 0]);
    expect([key.requests, entry.requests]).toEqual([requests, requests]);
    expect(countsIn(effects).map((counts) => counts.requests)).toEqual(requests === 0 ? [] : [1]);
  });
});

describe('an answer', () => {
  it('proves the key with the model, and is stored with its tokens', () => {
    const { key, entry, effects } = call(settled);
    expect([key.answered, entry.answeredAt, entry.streak]).toEqual([true, someTime, 0]);
    expect(countsIn(effects)).toEqual([{ requests: 1, answered: 1, input: 10 }]);
  });

  it('to a list says nothing of the key with models', () => {
    expect(call(settled, { ofModel: NO_MODEL }).key.answered).toBe(false);
  });

  it('beyond a learned limit of a day shows that the limit was wrong', () => {
    const state = stateOf([credentialOf('a')]);
    const learned = { requestsPerDay: 1, learnedAt: someTime };
    apply(state, { type: 'learned', id: 'a', model, learned }, someTime);
    expect(end(state, 'a', settled).some(({ type }) => type === 'learned')).toBe(false);
    expect(end(state, 'a', settled)).toContainEqual(expect.objectContaining({ type: 'learned', key: `a|${model}` }));
    expect(entryIn(state, 'a').shared.learned?.requestsPerDay).toBeUndefined();
  });
});

describe('a failure', () => {
  it('of the key holds it back with every model, of the model with that one', () => {
    const invalid = call(failed(failures.invalid()));
    expect([invalid.key.out?.cause, invalid.entry.out]).toEqual(['key-invalid', undefined]);
    const spent = call(failed(failures.minute(30_000)));
    expect([spent.key.out, spent.entry.out?.cause]).toEqual([undefined, 'minute-quota']);
  });

  it.each([failures.badRequest(), failures.overloaded(), failures.network(), failures.timeout(), failures.noModel()])(
    'of another than the key holds nothing back: $cause',
    (failure) => {
      const { key, entry } = call(failed(failure));
      expect([key.out, entry.out, entry.streak]).toEqual([undefined, undefined, 0]);
    },
  );

  it('of a burst is one failure', () => {
    const { state, entry } = call(failed(failures.minute(30_000)));
    end(state, 'a', failed(failures.minute(30_000)));
    expect(entry.streak).toBe(1);
  });

  it('teaches the limit that it names', () => {
    const { entry, effects } = call(failed(failures.perMinute(5)));
    expect(entry.shared.learned).toMatchObject({ requestsPerMinute: 5 });
    expect(effects).toContainEqual(expect.objectContaining({ type: 'learned', key: `a|${model}` }));
  });
});

describe('keys of one project', () => {
  function siblings(how: Failure) {
    const state = stateOf([credentialOf('a'), credentialOf('b'), credentialOf('c')]);
    for (const id of ['a', 'b']) {
      apply(state, { type: 'learned', id, model: undefined, learned: { project: 'p', learnedAt: someTime } }, someTime);
    }
    end(state, 'a', failed(how));
    return ['a', 'b', 'c'].map((id) => (keyIn(state, id).out ?? entryIn(state, id).out)?.cause);
  }

  it('are out together when a quota is, and apart when one key is bad', () => {
    expect(siblings(failures.minute(30_000))).toEqual(['minute-quota', 'minute-quota', undefined]);
    expect(siblings(failures.invalid())).toEqual(['key-invalid', undefined, undefined]);
  });

  it('become so when Google names the project', () => {
    const { state, effects } = call(failed({ ...failures.minute(), project: 'p' }), { ids: ['a', 'b'] });
    expect([keyIn(state, 'a').project.name, keyIn(state, 'b').project.name]).toEqual(['p', undefined]);
    expect(effects).toContainEqual({ type: 'learned', key: 'a', learned: { project: 'p', learnedAt: someTime } });
  });
});
