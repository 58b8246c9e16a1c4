import { describe, expect, it } from 'vitest';
import { createRecentlyRemoved, historyOf, KEPT_FOR } from '../../../../src/core/pool/keys/recently-removed.ts';
import { apply } from '../../../../src/core/pool/machine/machine.ts';
import { entryOf } from '../../../../src/core/pool/machine/state.ts';
import type { HealthRecord, RemovedKey } from '../../../../src/core/records.ts';
import { createMemoryStore } from '../../../../src/core/store/memory.ts';
import { createJournal } from '../../../../src/core/store/write-behind.ts';
import { quotaDay } from '../../../../src/core/utils/pacific.ts';
import { fastClock, someTime } from '../bench.ts';
import { credentialOf, keyIn, stateOf } from '../state-of.ts';

const out: HealthRecord = { cause: 'key-invalid', message: 'no', since: someTime };
const outOfModel: HealthRecord = { cause: 'day-quota', message: 'spent', since: someTime, until: someTime + 9_000_000 };

function open() {
  const clock = fastClock();
  const store = createMemoryStore(clock);
  let serial = 0;
  const noTimer = { now: clock.now, after: () => () => undefined };
  const log = { write: () => undefined };
  const journal = createJournal({ store, clock: noTimer, ids: () => `${serial++}`, log });
  const state = stateOf([credentialOf('a'), credentialOf('b')]);
  const stored = async () => {
    await journal.flush('strict');
    return (await store.load()).recentlyRemoved;
  };
  const nothing: ReadonlyMap<string, RemovedKey> = new Map();
  return { clock, state, stored, removed: createRecentlyRemoved({ clock, journal }, nothing), journal };
}

describe('a removed key', () => {
  it('lies in the store, and the next process finds it there', async () => {
    const { clock, journal, state, stored, removed } = open();
    removed.keep(keyIn(state, 'a'));
    expect([...removed.all().keys()]).toEqual(['a']);
    expect(removed.get('b')).toBeUndefined();
    const later = createRecentlyRemoved({ clock, journal }, await stored());
    expect(later.get('a')).toMatchObject({ credential: credentialOf('a'), removedAt: someTime });
  });

  it('is kept for a day, each from its own removal on, and then erased', async () => {
    const { clock, state, stored, removed } = open();
    removed.keep(keyIn(state, 'a'));
    clock.set(someTime + KEPT_FOR - 1);
    removed.keep(keyIn(state, 'b'));
    expect(removed.get('a')).toBeDefined();
    clock.set(someTime + KEPT_FOR);
    expect(removed.get('a')).toBeUndefined();
    expect([...removed.all().keys()]).toEqual(['b']);
    expect([...(await stored()).keys()]).toEqual(['b']);
    expect([removed.eraseOld(), removed.eraseOld()]).toEqual([true, false]);
  });

  it('is erased once', async () => {
    const { state, stored, removed } = open();
    removed.keep(keyIn(state, 'a'));
    expect([removed.erase('a'), removed.erase('a')]).toEqual([true, false]);
    expect((await stored()).size).toBe(0);
  });

  it('is as it was, once its history has happened to a fresh one', () => {
    const { state, removed } = open();
    const day = quotaDay(someTime);
    const before = [
      { type: 'learned', id: 'a', model: undefined, learned: { project: 'p', learnedAt: someTime } },
      { type: 'marked', id: 'a', model: undefined, health: out },
      { type: 'counted', id: 'a', model: 'pro', day, counts: { requests: 3, answered: 1 } },
      { type: 'learned', id: 'a', model: 'pro', learned: { requestsPerDay: 20, learnedAt: someTime } },
      { type: 'marked', id: 'a', model: 'pro', health: outOfModel },
    ] as const;
    for (const event of before) apply(state, event, someTime);
    removed.keep(keyIn(state, 'a'));
    const kept = removed.get('a');
    expect(kept?.health).toEqual([
      ['a', out],
      ['a|pro', outOfModel],
    ]);

    const fresh = stateOf(kept === undefined ? [] : [kept.credential]);
    for (const event of kept === undefined ? [] : historyOf(kept)) apply(fresh, event, someTime);
    const key = keyIn(fresh, 'a');
    expect(key).toMatchObject({ out, requests: 3, project: { name: 'p' } });
    expect(entryOf(key, 'pro')).toMatchObject({
      out: outOfModel,
      requests: 3,
      answeredAt: someTime,
      shared: { learned: { requestsPerDay: 20 } },
    });
  });

  it('is followed where another relay removed or erased it', () => {
    const { state, removed } = open();
    const other = open().removed;
    removed.keep(keyIn(state, 'a'));
    const value = removed.get('a');
    if (value === undefined) throw new Error('it was just removed');
    other.follow({ id: '1', op: 'put', in: 'recentlyRemoved', key: 'a', value });
    expect(other.get('a')).toEqual(value);
    other.follow({ id: '2', op: 'delete', in: 'recentlyRemoved', key: 'a' });
    expect(other.get('a')).toBeUndefined();
  });
});
