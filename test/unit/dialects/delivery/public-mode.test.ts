import { expect, test } from 'vitest';
import { withoutPool } from '../../../../src/core/dialects/delivery/public-mode.ts';
import { errorHeaders, ProxyError } from '../../../../src/core/errors.ts';

test('keeps the status and the wait, and tells no more', () => {
  const told = withoutPool(new ProxyError('keys_cooling', { label: 'mine', wait: '34 s', retryAfter: 34_000 }));
  expect(told).toMatchObject({ code: 'busy', status: 429 });
  expect(errorHeaders(told)['retry-after']).toBe('34');
  expect(JSON.stringify(told.details)).not.toContain('mine');
  expect(withoutPool(new ProxyError('model_limit', { model: 'm', limit: 200 }))).toMatchObject({
    code: 'busy',
    details: {},
  });
  expect(withoutPool(new ProxyError('keys_unusable', { count: 3 }))).toMatchObject({
    code: 'out_of_service',
    status: 503,
  });
});

test('leaves errors alone that are about the request', () => {
  const error = new ProxyError('invalid_value', { field: 'messages', reason: 'is required' });
  expect(withoutPool(error)).toBe(error);
});
