import { describe, expect, it } from 'vitest';
import type { RequestRecord } from '../../../src/contract/log.ts';
import { createRequestLog } from '../../../src/core/log/request-log.ts';
import type { StoredRequests } from '../../../src/core/log/stored-requests.ts';
import { createRedactor } from '../../../src/core/redact/redactor.ts';

const record = (id: number, error?: RequestRecord['error']): RequestRecord => ({
  id: `${id}`,
  startedAt: id,
  endedAt: id + 1,
  client: 'https://chat.example',
  method: 'POST',
  path: '/v1/chat/completions',
  status: 200,
  attempts: [],
  ...(error !== undefined && { error }),
});

/** A store that takes everything at once, or nothing. */
function memory(broken = false) {
  const kept: RequestRecord[] = [];
  const stored: StoredRequests = {
    add: (one) => void kept.push(one),
    handOver: () => undefined,
    async read() {
      if (broken) throw new Error('the disk is full');
      return [...kept];
    },
    async clear() {
      kept.length = 0;
    },
  };
  return { kept, stored };
}

const idsOf = (records: readonly RequestRecord[]) => records.map(({ id }) => id);

describe('the request log', () => {
  it.each([
    [0, []],
    [2, ['2', '1']],
    [3, ['3', '2', '1']],
    [4, ['4', '3', '2']],
    [8, ['8', '7', '6']],
  ])('tells the newest three of %i where nothing can be stored', async (count, expected) => {
    const log = createRequestLog({ stored: memory(true).stored, capacity: 3, redactor: createRedactor() });
    for (let id = 1; id <= count; id++) log.add(record(id));
    expect(idsOf(await log.newest())).toEqual(expected);
    expect(idsOf(await log.newest(2))).toEqual(expected.slice(0, 2));
  });

  it('tells what was stored before this process, and what another relay stored', async () => {
    const { kept, stored } = memory();
    kept.push(record(1), record(3));
    const log = createRequestLog({ stored, redactor: createRedactor() });
    log.add(record(2));
    expect(idsOf(await log.newest())).toEqual(['3', '2', '1']);
    expect(await log.find('1')).toEqual(record(1));
  });

  it('forgets what another relay has cleared', async () => {
    const { kept, stored } = memory();
    const log = createRequestLog({ stored, redactor: createRedactor() });
    log.add(record(1));
    expect(idsOf(await log.newest())).toEqual(['1']);
    kept.length = 0;
    expect(await log.newest()).toEqual([]);
    expect(await log.find('1')).toBeUndefined();
  });

  it('starts anew when it is cleared', async () => {
    const log = createRequestLog({ stored: memory().stored, redactor: createRedactor() });
    for (let id = 1; id <= 4; id++) log.add(record(id));
    log.addRefused(record(5));
    await log.clear();
    expect(await log.newest()).toEqual([]);
    log.add(record(9));
    expect(idsOf(await log.newest())).toEqual(['9']);
  });

  it('tells of strangers at their time, stores nothing of them, and loses nothing to them', async () => {
    const { kept, stored } = memory();
    const log = createRequestLog({ stored, capacity: 3, redactor: createRedactor() });
    log.addRefused(record(1));
    log.add(record(2));
    log.addRefused(record(3));
    expect(idsOf(await log.newest())).toEqual(['3', '2', '1']);
    const now = { endedAt: 4 };
    log.addRefused({ ...record(4), ...now });
    log.add({ ...record(5), ...now });
    log.addRefused({ ...record(6), ...now });
    expect(idsOf(await log.newest(3))).toEqual(['6', '5', '4']);
    expect(await log.find('3')).toEqual(record(3));
    for (let id = 10; id < 1_000; id++) log.addRefused(record(id));
    const shown = idsOf(await log.newest());
    expect([shown.length, shown[0], shown.at(-1)]).toEqual([3, '999', '997']);
    expect(idsOf(await log.newest(1_000))).toHaveLength(52);
    expect(idsOf(await log.newest(1_000))).toContain('2');
    expect(idsOf(kept)).toEqual(['2', '5']);
  });

  it('keeps texts of the newest fifty only, and gives them for one request', async () => {
    const log = createRequestLog({ stored: memory().stored, redactor: createRedactor() });
    for (let id = 1; id <= 60; id++) log.add(record(id), { request: `question ${id}` });
    expect(await log.find('60')).toEqual({ ...record(60), bodies: { request: 'question 60' } });
    expect((await log.find('11'))?.bodies).toBeDefined();
    expect(await log.find('10')).toEqual(record(10));
    expect(await log.newest(1)).toEqual([record(60)]);
    expect(await log.find('61')).toBeUndefined();
    await log.clear();
    expect(await log.find('60')).toBeUndefined();
  });

  it('shows no secret, also none that was learned after the request', async () => {
    const redactor = createRedactor();
    const log = createRequestLog({ stored: memory().stored, redactor });
    log.add(record(1, { en: 'the key sesame-sesame is bad', zh: '密钥 sesame-sesame 无效' }));
    redactor.learn('sesame-sesame');
    expect(await log.newest()).toEqual([record(1, { en: 'the key *** is bad', zh: '密钥 *** 无效' })]);
  });
});
