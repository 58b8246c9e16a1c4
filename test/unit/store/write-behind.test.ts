import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Change, Durability, LogEvent, Store } from '../../../src/core/ports.ts';
import { ContentError } from '../../../src/core/store/content-error.ts';
import { createMemoryStore } from '../../../src/core/store/memory.ts';
import { createJournal } from '../../../src/core/store/write-behind.ts';
import { manualClock, settled } from '../../support/clock.ts';

function setUp() {
  const clock = manualClock();
  const memory = createMemoryStore(clock);
  const commits: Array<{ changes: readonly Change[]; durability: Durability }> = [];
  const logged: LogEvent[] = [];
  const control = { before: async () => {}, after: async () => {}, whenBack: () => new Promise<void>(() => {}) };
  const store: Pick<Store, 'commit' | 'whenBack'> = {
    whenBack: () => control.whenBack(),
    async commit(changes, durability) {
      commits.push({ changes, durability });
      await control.before();
      await memory.commit(changes, durability);
      await control.after();
    },
  };
  let lastId = 0;
  const journal = createJournal({
    store,
    clock,
    ids: () => `id${++lastId}`,
    log: { write: (event) => logged.push(event) },
  });
  return { clock, memory, commits, logged, control, journal };
}

const broken = async () => {
  throw new Error('disk full');
};

/** A promise that is resolved from outside. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

describe('when it commits', () => {
  it('250 ms after the first queued change, relaxed', async () => {
    const { journal, clock, commits } = setUp();
    journal.put('settings', 'a', 1);
    await clock.advance(200);
    journal.put('settings', 'b', 2);
    await clock.advance(49);
    expect(commits).toHaveLength(0);
    await clock.advance(1);
    expect(commits.map(({ changes, durability }) => [changes.length, durability])).toEqual([[2, 'relaxed']]);
    expect(journal.pending).toBe(0);
  });

  it('with what was announced: added up elsewhere, and queued just before', async () => {
    const { journal, clock, commits } = setUp();
    let sum = 0;
    const announce = journal.gather(() => {
      journal.add('counters', 'a', { requests: sum });
      sum = 0;
    });
    for (const by of [1, 2, 3]) {
      sum += by;
      announce();
    }
    expect([journal.pending, commits.length]).toEqual([1, 0]);
    await clock.advance(250);
    expect(commits.map(({ changes }) => changes.map((change) => change.op === 'add' && change.counts))).toEqual([
      [{ requests: 6 }],
    ]);
    await clock.advance(1000);
    expect([journal.pending, commits.length]).toEqual([0, 1]);

    sum = 4;
    announce();
    await journal.flush('strict');
    expect(commits[1]?.changes).toMatchObject([{ op: 'add', counts: { requests: 4 } }]);
  });

  it('what is announced while the store is away is added up until it is back', async () => {
    const { journal, clock, memory, control } = setUp();
    let sum = 0;
    const announce = journal.gather(() => {
      journal.add('counters', 'a', { requests: sum });
      sum = 0;
    });
    control.before = broken;
    for (let n = 0; n < 20; n++) {
      sum += 1;
      announce();
      await clock.advance(200);
    }
    control.before = async () => {};
    await clock.advance(60_000);
    expect(journal.pending).toBe(0);
    expect((await memory.load()).counters.get('a')).toEqual({ requests: 20 });
  });

  it('at 512 changes without waiting', async () => {
    const { journal, commits } = setUp();
    for (let n = 0; n < 511; n++) journal.put('settings', `s${n}`, n);
    await settled();
    expect(commits).toHaveLength(0);
    journal.put('settings', 'last', 512);
    await settled();
    expect(commits.map(({ changes }) => changes.length)).toEqual([512]);
  });

  it('on flush, as durably as asked, and not again when the time has passed', async () => {
    const { journal, clock, commits } = setUp();
    journal.put('settings', 'a', 1);
    await journal.flush('strict');
    await clock.advance(1_000);
    expect(commits.map(({ durability }) => durability)).toEqual(['strict']);
  });

  it('never for nothing', async () => {
    const { journal, commits } = setUp();
    await journal.flush('strict');
    expect(commits).toEqual([]);
  });

  it('strictly, when the 512th change is followed by a strict flush', async () => {
    const { journal, commits } = setUp();
    for (let n = 0; n < 512; n++) journal.put('settings', `s${n}`, n);
    await journal.flush('strict');
    await settled();
    expect(commits.map(({ durability }) => durability)).toEqual(['strict']);
  });

  it('one commit at a time; what comes meanwhile goes together into the next, as durably as anybody asked', async () => {
    const { journal, commits, control } = setUp();
    const { open, opened } = gate();
    control.before = () => opened;
    journal.put('settings', 'a', 1);
    const first = journal.flush('relaxed');
    await settled();
    journal.put('settings', 'b', 1);
    const second = journal.flush('relaxed');
    journal.put('settings', 'c', 1);
    const third = journal.flush('strict');
    await settled();
    expect(commits).toHaveLength(1);
    open();
    await Promise.all([first, second, third]);
    expect(commits.map(({ changes, durability }) => [changes.length, durability])).toEqual([
      [1, 'relaxed'],
      [2, 'strict'],
    ]);
  });
});

describe('how it merges', () => {
  it('adds increments of one record up to one change, and keeps the expiry', async () => {
    const { journal, commits } = setUp();
    journal.add('counters', 'a', { requests: 1 }, { expiresAt: 5 });
    journal.add('counters', 'b', { requests: 1 });
    journal.add('counters', 'a', { requests: 1, tokens: 7 });
    journal.add('buckets', 'a', { calls: 1 });
    await journal.flush('relaxed');
    expect(commits[0]?.changes).toEqual([
      { id: 'id1', op: 'add', in: 'counters', key: 'a', counts: { requests: 2, tokens: 7 }, expiresAt: 5 },
      { id: 'id2', op: 'add', in: 'counters', key: 'b', counts: { requests: 1 } },
      { id: 'id3', op: 'add', in: 'buckets', key: 'a', counts: { calls: 1 } },
    ]);
  });

  const operation = fc.record({
    key: fc.constantFrom('a', 'b'),
    op: fc.constantFrom('put' as const, 'add' as const, 'delete' as const, 'flush' as const),
    n: fc.integer({ min: 1, max: 9 }),
    expires: fc.boolean(),
  });

  it('leaves the store as if every change had been committed on its own', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: 30 }), async (operations) => {
        const { journal, memory, clock } = setUp();
        const plain = createMemoryStore(clock);
        let id = 0;
        for (const { key, op, n, expires } of operations) {
          const options = expires ? { expiresAt: clock.now() + n } : {};
          const target = { id: `plain${++id}`, in: 'counters', key } as const;
          if (op === 'flush') await journal.flush('relaxed');
          if (op === 'put') {
            journal.put('counters', key, { n }, options);
            await plain.commit([{ ...target, op, value: { n }, ...options }], 'relaxed');
          }
          if (op === 'add') {
            journal.add('counters', key, { n, adds: 1 }, options);
            await plain.commit([{ ...target, op, counts: { n, adds: 1 }, ...options }], 'relaxed');
          }
          if (op === 'delete') {
            journal.delete('counters', key);
            await plain.commit([{ ...target, op }], 'relaxed');
          }
        }
        await journal.flush('relaxed');
        for (let ms = 0; ms < 10; ms++) {
          expect((await memory.load()).counters).toEqual((await plain.load()).counters);
          await clock.advance(1);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('when a commit fails', () => {
  it('tells the caller and the log, and tries again with the same ids until it is in', async () => {
    const { journal, clock, memory, commits, logged, control } = setUp();
    control.before = broken;
    journal.add('counters', 'a', { n: 1 });
    await expect(journal.flush('strict')).rejects.toMatchObject({
      code: 'not_stored',
      details: { reason: 'disk full' },
    });
    expect(journal.trouble).toEqual({
      en: expect.stringContaining('disk full'),
      zh: expect.stringContaining('disk full'),
    });
    expect(logged).toMatchObject([{ level: 'error', event: 'store-commit-failed', failures: 1, pending: 1 }]);
    await clock.advance(5_000);
    expect(commits.length).toBeGreaterThan(2);

    control.before = async () => {};
    await clock.advance(30_000);
    expect(new Set(commits.map(({ changes }) => changes[0]?.id))).toEqual(new Set(['id1']));
    expect(new Set(commits.map(({ durability }) => durability))).toEqual(new Set(['strict']));
    expect((await memory.load()).counters.get('a')).toEqual({ n: 1 });
    expect(journal.pending).toBe(0);
    expect(journal.trouble).toBeUndefined();
  });

  it('tells the log of the first of a row as an error, and tries at once when the store is back', async () => {
    const { journal, clock, logged, control, memory } = setUp();
    let back = () => {};
    control.before = broken;
    control.whenBack = () =>
      new Promise((resolve) => {
        back = resolve;
      });
    journal.add('counters', 'a', { n: 1 });
    await clock.advance(60_000);
    expect(logged.map(({ level }) => level).filter((level) => level === 'error')).toHaveLength(1);
    expect(logged.length).toBeGreaterThan(3);

    control.before = async () => {};
    back();
    await settled();
    expect((await memory.load()).counters.get('a')).toEqual({ n: 1 });
  });

  it('counts once when the commit had been applied although it failed', async () => {
    const { journal, clock, memory, control } = setUp();
    control.after = broken;
    journal.add('counters', 'a', { n: 1 });
    await expect(journal.flush('relaxed')).rejects.toThrow();
    control.after = async () => {};
    journal.add('counters', 'a', { n: 1 });
    await clock.advance(30_000);
    expect((await memory.load()).counters.get('a')).toEqual({ n: 2 });
  });

  it('keeps the order: what came later is committed after what failed', async () => {
    const { journal, commits, control } = setUp();
    control.before = broken;
    journal.put('settings', 'a', 'old');
    await expect(journal.flush('strict')).rejects.toThrow();
    journal.put('settings', 'a', 'new');
    control.before = async () => {};
    await journal.flush('strict');
    expect(commits.slice(1).map(({ changes }) => changes.map((change) => 'value' in change && change.value))).toEqual([
      ['old'],
      ['new'],
    ]);
  });

  it('does not hammer the store, however much is queued', async () => {
    const { journal, clock, commits, control } = setUp();
    control.before = broken;
    for (let n = 0; n < 200; n++) {
      journal.put('settings', `s${n}`, n);
      await clock.advance(1_000);
    }
    expect(commits.length).toBeLessThan(16);
  });
});

describe('when a change cannot be stored for what it holds', () => {
  /** Fails as a wrapper around the store does that looks at a value. */
  const refusing =
    (key: string, error = () => new URIError('URI malformed')) =>
    (commits: ReadonlyArray<{ changes: readonly Change[] }>) => {
      if (commits.at(-1)?.changes.some((change) => change.key === key)) throw error();
    };

  it('finds it where nobody says which it is, sets it aside alone, and tells whoever queued it', async () => {
    const { journal, memory, commits, logged, control } = setUp();
    control.before = async () => refusing('s37')(commits);
    for (let n = 0; n < 100; n++) journal.put('settings', `s${n}`, n);
    await expect(journal.flush('strict')).rejects.toMatchObject({
      code: 'not_storable',
      status: 400,
      details: { record: 'settings s37', reason: 'URI malformed' },
    });
    const { settings } = await memory.load();
    expect([settings.size, settings.has('s37'), journal.pending]).toEqual([99, false, 0]);
    expect(commits.length).toBeLessThan(20);
    expect(logged).toMatchObject([{ level: 'error', event: 'change-not-storable', record: 'settings s37' }]);
    expect(journal.trouble).toEqual({
      en: expect.stringContaining('settings s37: URI malformed'),
      zh: expect.stringContaining('settings s37：URI malformed'),
    });
  });

  it('takes what comes later, also to the same record, and all is well again', async () => {
    const { journal, memory, commits, control } = setUp();
    control.before = async () => refusing('bad')(commits);
    journal.put('settings', 'bad', 1);
    await expect(journal.flush('strict')).rejects.toThrow('URI malformed');
    journal.put('settings', 'good', 1);
    await journal.flush('strict');
    expect(journal.trouble).toBeDefined();
    control.before = async () => {};
    journal.put('settings', 'bad', 2);
    await journal.flush('strict');
    expect([...(await memory.load()).settings].sort()).toEqual([
      ['bad', 2],
      ['good', 1],
    ]);
    expect(journal.trouble).toBeUndefined();
  });

  it('tells only the one who queued it, whoever else flushes', async () => {
    const { journal, commits, control } = setUp();
    const { open, opened } = gate();
    control.before = async () => {
      await opened;
      refusing('bad')(commits);
    };
    journal.put('settings', 'a', 1);
    const first = journal.flush('strict');
    await settled();
    journal.put('settings', 'b', 1);
    const second = journal.flush('strict');
    journal.put('settings', 'bad', 1);
    const third = journal.flush('strict');
    journal.put('settings', 'c', 1);
    const fourth = journal.flush('strict');
    open();
    const outcomes = await Promise.allSettled([first, second, third, fourth]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  });

  it('takes what the store names at once, and keeps the rest in one commit', async () => {
    const { journal, commits, control } = setUp();
    control.before = async () => {
      const bad = commits.at(-1)?.changes.filter(({ key }) => key === 'bad') ?? [];
      if (bad.length > 0) throw ContentError.of(bad, new Error('too big'));
    };
    for (const key of ['a', 'bad', 'b', 'c']) journal.put('settings', key, 1);
    await expect(journal.flush('strict')).rejects.toMatchObject({ code: 'not_storable' });
    expect(commits.map(({ changes }) => changes.map(({ key }) => key).join())).toEqual(['a,bad,b,c', 'a,b,c']);
  });

  it('keeps everything where the store takes nothing at all, whatever it throws', async () => {
    const { journal, clock, memory, control } = setUp();
    control.before = async () => {
      throw new TypeError('no database');
    };
    journal.put('settings', 'a', 1);
    journal.put('settings', 'b', 1);
    await expect(journal.flush('strict')).rejects.toMatchObject({ code: 'not_stored' });
    expect(journal.pending).toBe(2);
    control.before = async () => {};
    await clock.advance(30_000);
    expect((await memory.load()).settings.size).toBe(2);
  });

  it('keeps what is left of a batch where the store goes away in the middle of it', async () => {
    const { journal, clock, memory, commits, control } = setUp();
    control.before = async () => {
      refusing('s2')(commits);
      if (commits.length > 2) throw new Error('disk full');
    };
    for (let n = 0; n < 8; n++) journal.put('settings', `s${n}`, n);
    await expect(journal.flush('strict')).rejects.toMatchObject({ code: 'not_stored' });
    control.before = async () => refusing('s2')(commits);
    await clock.advance(60_000);
    const { settings } = await memory.load();
    expect([settings.size, settings.has('s2'), journal.pending]).toEqual([7, false, 0]);
  });
});
