import { describe, expect, test } from 'vitest';
import { joinCalls, runTool } from '../../../../options/state/chat-tools.ts';

describe('the clock that the small chat lends', () => {
  const now = Date.UTC(2026, 10, 24, 21, 17);

  test('tells the time of a zone', () => {
    expect(runTool('get_current_time', '{"time_zone":"Asia/Shanghai"}', now)).toContain('05:17:00');
    expect(JSON.parse(runTool('get_current_time', '', now))).toHaveProperty('time');
  });

  test.each([
    ['get_current_time', '{"time_zone":"Nowhere/Land"}'],
    ['get_current_time', 'no JSON'],
    ['rm', '{}'],
  ])('says what is wrong with %s %s', (name, args) => {
    expect(JSON.parse(runTool(name, args, now))).toEqual({ error: expect.any(String) });
  });
});

test('pieces of calls become whole ones, each by its index', () => {
  expect(
    joinCalls([
      { index: 0, id: 'a', function: { name: 'one', arguments: '{"x"' } },
      { index: 1, id: 'b', function: { name: 'two', arguments: '{}' } },
      { index: 0, function: { arguments: ':1}' } },
    ]),
  ).toEqual([
    { id: 'a', name: 'one', args: '{"x":1}' },
    { id: 'b', name: 'two', args: '{}' },
  ]);
  expect(joinCalls([])).toEqual([]);
});
