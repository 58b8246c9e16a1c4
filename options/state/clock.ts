import { signal } from '@preact/signals';

/** Ms since the epoch, moved on by `startClock`. What shows a remaining time reads it and so stays right. */
export const now = signal(Date.now());

/** Ticks each second while somebody looks. Returns the function that ends it. */
export function startClock(page: Document): () => void {
  return whileVisible(page, 1000, () => {
    now.value = Date.now();
  });
}

/** Calls `run` at once and then every `ms`, but only while the page is visible; again at once when it becomes so. */
export function whileVisible(page: Document, ms: number, run: () => void): () => void {
  const tick = () => {
    if (page.visibilityState === 'visible') run();
  };
  tick();
  const timer = setInterval(tick, ms);
  page.addEventListener('visibilitychange', tick);
  return () => {
    clearInterval(timer);
    page.removeEventListener('visibilitychange', tick);
  };
}
