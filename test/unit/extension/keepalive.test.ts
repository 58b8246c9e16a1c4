import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createKeepalive } from '../../../src/extension/keepalive.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('beats within every 30 s, as long as anybody holds it', () => {
  const beat = vi.fn();
  const hold = createKeepalive(beat);
  vi.advanceTimersByTime(60_000);
  expect(beat).not.toHaveBeenCalled();

  const [first, second] = [hold(), hold()];
  vi.advanceTimersByTime(29_000);
  expect(beat).toHaveBeenCalledTimes(1);
  first();
  first();
  vi.advanceTimersByTime(600_000);
  expect(beat.mock.calls.length).toBeGreaterThanOrEqual(30);

  second();
  beat.mockClear();
  vi.advanceTimersByTime(60_000);
  expect(beat).not.toHaveBeenCalled();
  expect(vi.getTimerCount()).toBe(0);
});

test('can be held again after it was let go', () => {
  const beat = vi.fn();
  const hold = createKeepalive(beat);
  hold()();
  const release = hold();
  vi.advanceTimersByTime(20_000);
  expect(beat).toHaveBeenCalledTimes(1);
  release();
});
