import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createExchanges } from '../../../../src/extension/bridge/forwarded-requests.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('an extension that disappears ends what waits for it, and nothing before', () => {
  let alive = true;
  const exchanges = createExchanges(() => alive);
  const breakOff = vi.fn(() => exchanges.remove(breakOff));
  exchanges.add(breakOff);
  vi.advanceTimersByTime(60_000);
  expect(breakOff).not.toHaveBeenCalled();
  alive = false;
  vi.advanceTimersByTime(1_000);
  expect(breakOff).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('Reload'));
  expect(vi.getTimerCount()).toBe(0);
});

test('no timer runs while nothing is asked', () => {
  const exchanges = createExchanges(() => true);
  const [one, other] = [vi.fn(), vi.fn()];
  exchanges.add(one);
  exchanges.add(other);
  exchanges.remove(one);
  expect(vi.getTimerCount()).toBe(1);
  exchanges.breakOff('left');
  expect([one.mock.calls, other.mock.calls]).toEqual([[], [['left']]]);
  exchanges.remove(other);
  expect(vi.getTimerCount()).toBe(0);
});
