import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../../src/core/log/redact.ts';
import { createRequestLog, type RequestRecord } from '../../../src/core/log/request-log.ts';

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

const idsOf = (records: readonly RequestRecord[]) => records.map(({ id }) => id);

describe('the request log', () => {
  it.each([
    [0, []],
    [2, ['2', '1']],
    [3, ['3', '2', '1']],
    [4, ['4', '3', '2']],
    [8, ['8', '7', '6']],
  ])('keeps the newest three of %i', (count, expected) => {
    const log = createRequestLog({ capacity: 3, redactor: createRedactor() });
    for (let id = 1; id <= count; id++) log.add(record(id));
    expect(idsOf(log.newest())).toEqual(expected);
    expect(idsOf(log.newest(2))).toEqual(expected.slice(0, 2));
  });

  it('starts anew when it is cleared', () => {
    const log = createRequestLog({ capacity: 3, redactor: createRedactor() });
    for (let id = 1; id <= 4; id++) log.add(record(id));
    log.clear();
    expect(log.newest()).toEqual([]);
    log.add(record(9));
    expect(idsOf(log.newest())).toEqual(['9']);
  });

  it('keeps texts of the newest fifty only, and gives them for one request', () => {
    const log = createRequestLog({ capacity: 100, redactor: createRedactor() });
    for (let id = 1; id <= 60; id++) log.add(record(id), { request: `question ${id}` });
    expect(log.find('60')).toEqual({ ...record(60), bodies: { request: 'question 60' } });
    expect(log.find('11')?.bodies).toBeDefined();
    expect(log.find('10')).toEqual(record(10));
    expect(log.newest(1)).toEqual([record(60)]);
    expect(log.find('61')).toBeUndefined();
    log.clear();
    expect(log.find('60')).toBeUndefined();
  });

  it('shows no secret, also none that was learned after the request', () => {
    const redactor = createRedactor();
    const log = createRequestLog({ capacity: 3, redactor });
    log.add(record(1, { en: 'the key sesame-sesame is bad', zh: '密钥 sesame-sesame 无效' }));
    redactor.learn('sesame-sesame');
    expect(log.newest()).toEqual([record(1, { en: 'the key *** is bad', zh: '密钥 *** 无效' })]);
  });
});
