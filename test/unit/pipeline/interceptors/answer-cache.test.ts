import { expect, test } from 'vitest';
import { defaultSettings, type Settings } from '../../../../src/contract/settings/table.ts';
import { createAnswerCache } from '../../../../src/core/pipeline/interceptors/answer-cache.ts';
import { manualClock } from '../../../support/clock.ts';

function opened(settings: Partial<Settings> = {}) {
  const clock = manualClock();
  return { clock, cache: createAnswerCache({ clock, settings: () => ({ ...defaultSettings, ...settings }) }) };
}
const answer = (text: string) => ({ model: 'm', events: [{ candidates: [{ content: { parts: [{ text }] } }] }] });

test('gives each answer once, the oldest first', () => {
  const { cache } = opened();
  cache.put('k', answer('first'));
  cache.put('k', answer('second'));
  expect(cache.take('other')).toBeUndefined();
  expect([cache.take('k'), cache.take('k'), cache.take('k')]).toEqual([answer('first'), answer('second'), undefined]);
  expect(cache.isEmpty).toBe(true);
});

test('forgets what is too old', async () => {
  const { cache, clock } = opened({ cacheExpiryTime: 60 });
  cache.put('k', answer('a'));
  await clock.advance(59_999);
  cache.put('k', answer('b'));
  await clock.advance(1);
  expect(cache.take('k')).toEqual(answer('b'));
});

test('holds no more answers than it may', () => {
  const { cache } = opened({ maxCacheEntries: 2 });
  for (const text of ['a', 'b', 'c']) cache.put('k', answer(text));
  expect([cache.take('k'), cache.take('k'), cache.take('k')]).toEqual([answer('b'), answer('c'), undefined]);
});

test('holds no more memory than it may', () => {
  const { cache } = opened({ maxCacheSize: 1 });
  cache.put('big', answer('x'.repeat(700_000)));
  cache.put('bigger', answer('x'.repeat(800_000)));
  expect(cache.take('big')).toBeUndefined();
  expect(cache.take('bigger')).toBeDefined();
  cache.put('too big', answer('x'.repeat(2_000_000)));
  expect(cache.isEmpty).toBe(true);
});
