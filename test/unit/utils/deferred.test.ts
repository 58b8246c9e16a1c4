import { expect, test } from 'vitest';
import { createDeferred } from '../../../src/core/utils/deferred.ts';

test('is what it was resolved with first', async () => {
  const { promise, resolve, reject } = createDeferred<string>();
  resolve('first');
  resolve('second');
  reject(new Error('third'));
  expect(await promise).toBe('first');
});

test('fails with what it was rejected with', async () => {
  const broken = new Error('broken');
  const { promise, resolve, reject } = createDeferred();
  reject(broken);
  resolve();
  await expect(promise).rejects.toBe(broken);
});
