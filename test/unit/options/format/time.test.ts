import { describe, expect, test } from 'vitest';
import { formatClock, formatDuration, formatPast } from '../../../../options/format/time.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

describe('formatDuration', () => {
  test.each([
    [0, '1 sec'],
    [-5 * hour, '1 sec'],
    [1, '1 sec'],
    [34_400, '35 sec'],
    [59 * second, '59 sec'],
    [59 * second + 1, '1 min'],
    [minute + 1, '2 min'],
    [59 * minute, '59 min'],
    [59 * minute + 1, '1 hr'],
    [5 * hour + 12 * minute, '5 hr 12 min'],
    [23 * hour + 59 * minute + 30 * second, '24 hr'],
    [2 * day, '48 hr'],
    [2 * day + 1, '3 days'],
  ])('%d ms is %s', (ms, words) => {
    expect(formatDuration(ms, 'en')).toBe(words);
  });

  test('speaks Chinese', () => {
    expect(formatDuration(5 * hour + 12 * minute, 'zh')).toBe('5小时12分钟');
    expect(formatDuration(34_400, 'zh')).toBe('35秒');
  });
});

test('formatPast names the day only when it was another', () => {
  const noon = new Date(2026, 10, 24, 12).getTime();
  expect(formatPast(noon - hour, noon, 'en')).toMatch(/^11:00:00/);
  expect(formatPast(noon - 13 * hour, noon, 'en')).toMatch(/^Nov 23, 11:00:00/);
});

describe('formatClock', () => {
  const now = Date.UTC(2026, 10, 24, 12);

  test('names the day only when it is further off', () => {
    expect(formatClock(now + hour, now, 'en')).not.toMatch(/Nov/);
    expect(formatClock(now + 3 * day, now, 'en')).toMatch(/Nov 27, 2026/);
  });
});
