import { describe, expect, test } from 'vitest';
import { curlOf, filterLog, readable, withKnown } from '../../../../options/state/log.ts';
import { fakeLog } from '../../../support/fake-admin/log.ts';

const records = fakeLog(0);
const found = (search: string, troubled = false) => filterLog(records, { search, troubled }).map(({ id }) => id);

describe('filterLog', () => {
  test('finds by client, model, path and error', () => {
    expect(found('127.')).toEqual(['r3']);
    expect(found(' RESTING ')).toEqual(['r4']);
    expect(found('冷却')).toEqual(['r4']);
    expect(found('flash')).toHaveLength(records.length);
    expect(found('nothing like it')).toEqual([]);
  });

  test('trouble is a failure, an answer cut short, or a key that failed', () => {
    expect(found('', true)).toEqual(['r2', 'r3', 'r4']);
  });
});

test('a record that is loaded again stays the same object, so that its row is not drawn again', () => {
  const merged = withKnown(records.slice(1, 3), fakeLog(0));
  expect(merged).toEqual(records);
  expect(merged.map((record) => records.indexOf(record))).toEqual([-1, 1, 2, -1, -1, -1]);
  expect(withKnown(records, [])).toEqual([]);
});

test('a command for the shell holds what was sent, and no password', () => {
  const [, second] = records;
  const body = `{"content":"it's"}`;
  const command = second && curlOf({ ...second, bodies: { request: body } }, 'http://127.0.0.1:7860/v1');
  expect(command).toContain(`'http://127.0.0.1:7860/v1/chat/completions'`);
  expect(command).toContain(`'{"content":"it'\\''s"}'`);
  expect(command).toContain('$HAJIMI_PASSWORD');
});

test('only JSON is laid out', () => {
  expect(readable('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(readable('data: {"a":1}\n\n')).toBe('data: {"a":1}\n\n');
});
