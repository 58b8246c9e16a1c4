import { describe, expect, it } from 'vitest';
import type { AttemptRecord, RequestRecord } from '../../../src/contract/log.ts';
import { createStoredRequests, MOST_STORED } from '../../../src/core/log/stored-requests.ts';
import type { Store } from '../../../src/core/ports.ts';
import { createRedactor } from '../../../src/core/redact/redactor.ts';
import { createMemoryStore } from '../../../src/core/store/memory.ts';
import { createJournal } from '../../../src/core/store/write-behind.ts';

const day = 24 * 3_600_000;

const record = (id: number, more: Partial<RequestRecord> = {}): RequestRecord => ({
  id: `${id}`,
  startedAt: id - 1,
  endedAt: id,
  client: 'https://chat.example',
  method: 'POST',
  path: '/v1/chat/completions',
  status: 200,
  attempts: [],
  ...more,
});

/** A process on a store; its timers run when the test says so. */
function open(store?: Store) {
  const time = { now: 1_000 };
  const kept = store ?? createMemoryStore({ now: () => time.now });
  let serial = 0;
  const run = Math.random();
  const noTimer = {
    now: () => time.now,
    after: () => () => undefined,
  };
  const ids = () => `${run} ${serial++}`;
  const journal = createJournal({ store: kept, clock: noTimer, ids, log: { write: () => undefined } });
  const redactor = createRedactor();
  const timers: Array<() => void> = [];
  const waits: number[] = [];
  let scans = 0;
  const counted = {
    scan: ((...range) => {
      scans += 1;
      return kept.scan(...range);
    }) as Store['scan'],
  };
  const clock = {
    after(ms: number, run: () => void) {
      waits.push(ms);
      timers.push(run);
      return () => void timers.splice(timers.indexOf(run), 1);
    },
  };
  const requests = createStoredRequests({ store: counted, journal, clock, redactor });
  return {
    requests,
    redactor,
    journal,
    store: kept,
    time,
    timers,
    waits,
    scans: () => scans,
    /** What another process would find. */
    onDisk: async () => {
      await journal.flush('relaxed');
      return (await kept.scan('requests', '', '\uffff')).map(([, one]) => one);
    },
  };
}

const idsOf = (records: readonly RequestRecord[]) => records.map(({ id }) => Number(id));
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);

describe('stored requests', () => {
  it('are there for the next process, in the order in which they ended', async () => {
    const first = open();
    for (const id of [1, 20, 3]) first.requests.add(record(id));
    // Three in one millisecond stay in their order.
    for (const id of [32, 31, 30]) first.requests.add(record(id, { endedAt: 30 }));
    first.requests.handOver();
    await first.journal.flush('relaxed');
    const later = open(first.store);
    later.requests.add(record(40));
    expect(idsOf(await later.requests.read())).toEqual([1, 3, 20, 32, 31, 30, 40]);
  });

  it('are written together a moment later, and the store is read once for all of them', async () => {
    const { requests, onDisk, scans, timers } = open();
    for (const id of numbers(1, 5)) requests.add(record(id));
    expect([timers.length, (await onDisk()).length]).toEqual([1, 0]);
    timers[0]?.();
    expect(idsOf(await onDisk())).toEqual([1, 2, 3, 4, 5]);
    for (const id of numbers(6, 60)) {
      requests.add(record(id));
      requests.handOver();
    }
    expect(await onDisk()).toHaveLength(60);
    expect(scans()).toBe(1);
  });

  it('are no more than some hundred, those of earlier processes among them', async () => {
    const first = open();
    for (const id of numbers(1, MOST_STORED)) first.requests.add(record(id));
    first.requests.handOver();
    await first.onDisk();
    const later = open(first.store);
    for (const id of numbers(501, 600)) {
      later.requests.add(record(id));
      later.requests.handOver();
      await later.journal.flush('relaxed');
    }
    const kept = idsOf(await later.onDisk());
    expect(kept.length).toBeLessThanOrEqual(MOST_STORED + 50);
    expect(kept.slice(-100)).toEqual(numbers(501, 600));
    await later.requests.read();
    expect(idsOf(await later.onDisk())).toEqual([...numbers(101, MOST_STORED), ...numbers(501, 600)]);
  });

  it('of a burst are only those written that are kept', async () => {
    const { requests, onDisk } = open();
    for (const id of numbers(1, 5_000)) requests.add(record(id));
    requests.handOver();
    expect(idsOf(await onDisk())).toEqual(numbers(5_001 - MOST_STORED, 5_000));
  });

  it('are gathered for longer while there are many', async () => {
    const { requests, timers, waits } = open();
    for (const [at, count] of [99, 100, 1].entries()) {
      for (const id of numbers(1, count)) requests.add(record(1_000 * at + id));
      timers.pop()?.();
    }
    requests.add(record(9_000));
    expect(waits).toEqual([1_000, 1_000, 10_000, 1_000]);
  });

  it('take bounded room, whatever a client or Google says', async () => {
    const { requests, onDisk } = open();
    const long = `a${'👍'.repeat(2_000)}`;
    const failed: AttemptRecord = {
      ...{ credentialId: 'k', label: long, startedAt: 1, endedAt: 2 },
      failure: {
        ...{ cause: 'day-quota', scope: 'key-model', status: 429, code: long, message: long },
        quotas: [{ quotaId: long, window: 'day', counts: 'requests', limit: 1 }],
      },
    };
    const attempts = Array.from({ length: 100 }, () => failed);
    for (const id of numbers(1, 100)) {
      requests.add(record(id, { path: long, model: long, error: { en: long, zh: long }, attempts }));
    }
    requests.handOver();
    await requests.read();
    const kept = await onDisk();
    expect(kept.at(-1)).toMatchObject({ id: '100', attemptsLeftOut: 70 });
    expect(JSON.stringify(kept).length).toBeLessThan(1.1 * 1024 * 1024);
    expect(JSON.stringify(kept)).not.toContain('\\ud83d');
  });

  it('have no secret in them', async () => {
    const { requests, redactor, onDisk } = open();
    redactor.learn('sesame-sesame');
    const words = `sesame-sesame AIzaSy${'x'.repeat(33)} ${'long '.repeat(198)}sesame-sesame`;
    requests.add(record(1, { path: `/v1/${words}`, error: { en: words, zh: words } }));
    requests.handOver();
    const text = JSON.stringify(await onDisk());
    expect(text).toContain('***');
    expect(text).not.toMatch(/sesame|AIza/);
  });

  it('are gone after a week', async () => {
    const { requests, onDisk, time } = open();
    requests.add(record(1_000));
    requests.handOver();
    time.now = 1_000 + 7 * day - 1;
    expect(await onDisk()).toHaveLength(1);
    time.now += 1;
    expect(await onDisk()).toEqual([]);
  });

  it('are gone from the disk when clearing answers: stored, queued, gathered, and those of another relay', async () => {
    const first = open();
    first.requests.add(record(1));
    first.requests.handOver();
    await first.onDisk();
    const { requests, journal, store } = open(first.store);
    requests.add(record(2));
    requests.handOver();
    await journal.flush('relaxed');
    requests.add(record(3));
    requests.handOver();
    requests.add(record(4));
    await requests.clear();
    expect(await store.scan('requests', '', '\uffff')).toEqual([]);
    expect(journal.pending).toBe(0);
    requests.add(record(5));
    expect(idsOf(await requests.read())).toEqual([5]);
  });

  it('that cannot be cleared are said to be there', async () => {
    const store = createMemoryStore({ now: () => 1 });
    const { requests } = open({
      ...store,
      async commit() {
        throw new Error('the disk is full');
      },
    });
    requests.add(record(1));
    requests.handOver();
    await expect(requests.clear()).rejects.toMatchObject({ code: 'not_stored' });
    await expect(requests.read()).rejects.toMatchObject({ code: 'not_stored' });
  });
});
