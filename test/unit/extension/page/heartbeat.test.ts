import { afterEach, expect, test, vi } from 'vitest';

// The page script keeps the timers that it finds when it is loaded.
vi.useFakeTimers();
const { watchBridge } = await import('../../../../src/extension/page/heartbeat.ts');
afterEach(() => void vi.clearAllTimers());

test('a bridge that answers is pinged on and on', () => {
  const gone = vi.fn();
  const ping = vi.fn(() => watch.heard());
  const watch = watchBridge(ping, gone);
  vi.advanceTimersByTime(60_000);
  expect(ping.mock.calls.length).toBeGreaterThan(10);
  expect(gone).not.toHaveBeenCalled();
});

test('a bridge that answers no ping is gone', () => {
  const gone = vi.fn();
  watchBridge(() => {}, gone);
  vi.advanceTimersByTime(1_000);
  expect(gone).not.toHaveBeenCalled();
  vi.advanceTimersByTime(60_000);
  expect(gone).toHaveBeenCalledTimes(1);
  expect(vi.getTimerCount()).toBe(0);
});

test('what is over is not watched', () => {
  const [ping, gone] = [vi.fn(), vi.fn()];
  watchBridge(ping, gone).stop();
  vi.advanceTimersByTime(60_000);
  expect([ping.mock.calls, gone.mock.calls]).toEqual([[], []]);
});
