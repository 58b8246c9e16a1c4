import { expect, it } from 'vitest';
import { createLru } from '../../../src/core/utils/lru.ts';

it('forgets what was used longest ago when it grows too large', () => {
  const lru = createLru(6);
  lru.set('a', '11');
  lru.set('b', '22');
  expect(lru.get('a')).toBe('11');
  lru.set('c', '33');
  expect([lru.get('a'), lru.get('b'), lru.get('c')]).toEqual(['11', undefined, '33']);
});

it('counts a replaced value once', () => {
  const lru = createLru(6);
  lru.set('a', '11');
  for (let i = 0; i < 5; i++) lru.set('b', '22');
  expect(lru.get('a')).toBe('11');
});

it('keeps nothing that is larger than itself', () => {
  const lru = createLru(6);
  lru.set('a', '11');
  lru.set('b', '1234567');
  expect([lru.get('a'), lru.get('b')]).toEqual([undefined, undefined]);
});
