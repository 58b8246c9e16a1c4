/**
 * Requests within the last so many milliseconds, counted in slots: a request counts until its whole slot has left the
 * window, so no window of that length ever holds more than the limit, and memory does not grow with the limit.
 */

export interface WindowShape {
  /** Ms. */
  readonly length: number;
  /** Ms; the error of the count, always to the strict side. */
  readonly slot: number;
}

/** Slot number (time / slot length) and count, oldest first; only slots with a count. */
export type Window = ReadonlyArray<readonly [slot: number, count: number]>;

/** The window without what has left it. */
export const slide = (window: Window, { length, slot }: WindowShape, now: number): Window =>
  window.filter(([number]) => (number + 1) * slot > now - length);

export function add(window: Window, shape: WindowShape, now: number, requests = 1): Window {
  const current = Math.floor(now / shape.slot);
  const kept = slide(window, shape, now);
  const last = kept.at(-1);
  return last?.[0] === current ? [...kept.slice(0, -1), [current, last[1] + requests]] : [...kept, [current, requests]];
}

export const count = (window: Window): number => window.reduce((sum, [, requests]) => sum + requests, 0);

/** Ms until at most `most` requests are in the window; 0 where that is so now. */
export function waitUntil(window: Window, { length, slot }: WindowShape, now: number, most: number): number {
  let left = count(window);
  let wait = 0;
  for (const [number, requests] of window) {
    if (left <= most) break;
    left -= requests;
    wait = (number + 1) * slot + length - now;
  }
  return wait;
}
