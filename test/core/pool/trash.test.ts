import { describe, expect, it } from 'vitest';
import { quotaDay } from '../../../src/core/pool/pacific.ts';
import { apply } from '../../../src/core/pool/policy.ts';
import { entryOf } from '../../../src/core/pool/state.ts';
import { createTrash } from '../../../src/core/pool/trash.ts';
import type { HealthRecord } from '../../../src/core/pool/types.ts';
import { fastClock, someTime } from './bench.ts';
import { credentialOf, keyIn, stateOf } from './state-of.ts';

const out: HealthRecord = { cause: 'key-invalid', message: 'no', since: someTime };
const outOfModel: HealthRecord = { cause: 'day-quota', message: 'spent', since: someTime, until: someTime + 9_000_000 };
const minutes = 60_000;

function open() {
  const clock = fastClock();
  const state = stateOf([credentialOf('a'), credentialOf('b')]);
  return { clock, state, trash: createTrash(clock) };
}

describe('a removed key', () => {
  it('comes back once, with its credential', () => {
    const { state, trash } = open();
    trash.keep(keyIn(state, 'a'));
    expect(trash.take('b')).toBeUndefined();
    expect(trash.take('a')).toMatchObject({ credential: credentialOf('a'), events: [], marks: [] });
    expect(trash.take('a')).toBeUndefined();
  });

  it('is kept for five minutes, each from its own removal on', () => {
    const { clock, state, trash } = open();
    trash.keep(keyIn(state, 'a'));
    clock.set(someTime + 4 * minutes);
    trash.keep(keyIn(state, 'b'));
    clock.set(someTime + 5 * minutes);
    expect(trash.take('a')).toBeUndefined();
    expect(trash.take('b')).toBeDefined();
  });

  it('is as it was, once what was kept has happened to a fresh one', () => {
    const { state, trash } = open();
    const day = quotaDay(someTime);
    const before = [
      { type: 'taught', id: 'a', lesson: { project: 'p', learnedAt: someTime } },
      { type: 'marked', id: 'a', health: out },
      { type: 'counted', id: 'a', model: 'pro', day, counts: { requests: 3, answered: 1 } },
      { type: 'taught', id: 'a', model: 'pro', lesson: { requestsPerDay: 20, learnedAt: someTime } },
      { type: 'marked', id: 'a', model: 'pro', health: outOfModel },
    ] as const;
    for (const event of before) apply(state, event, someTime);
    trash.keep(keyIn(state, 'a'));
    const { credential, events = [], marks } = trash.take('a') ?? {};
    expect(marks).toEqual([
      ['a', out],
      ['a|pro', outOfModel],
    ]);

    const fresh = stateOf(credential === undefined ? [] : [credential]);
    for (const event of events) apply(fresh, event, someTime);
    const key = keyIn(fresh, 'a');
    expect(key).toMatchObject({ out, requests: 3, project: { name: 'p' } });
    expect(entryOf(key, 'pro')).toMatchObject({
      out: outOfModel,
      requests: 3,
      answeredAt: someTime,
      shared: { lesson: { requestsPerDay: 20 } },
    });
  });
});
