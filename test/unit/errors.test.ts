import { expect, test } from 'vitest';
import { geminiErrorBody, openAIErrorBody, ProxyError } from '../../src/core/errors.ts';

const wrong = new ProxyError('invalid_value', { field: 'contents', reason: 'is required' });

test('both dialects name the field that is at fault', () => {
  expect(openAIErrorBody(wrong, 'en').error).toMatchObject({ code: 'invalid_value', param: 'contents' });
  expect(geminiErrorBody(wrong, 'en').error).toMatchObject({
    code: 400,
    status: 'INVALID_ARGUMENT',
    details: [{ fieldViolations: [{ field: 'contents', description: 'Invalid value for "contents": is required' }] }],
  });
});

test('what concerns no field has no details', () => {
  expect(geminiErrorBody(new ProxyError('answer_truncated'), 'zh').error).not.toHaveProperty('details');
});

test('what is megabytes is cut, in sentence and details', () => {
  const long = 'x'.repeat(1_000_000);
  const error = new ProxyError('invalid_value', { field: long, reason: { en: long, zh: long } });
  expect(error.message.length).toBeLessThan(5000);
  expect(openAIErrorBody(error, 'zh').error.param).toHaveLength(501);
  expect(JSON.stringify(geminiErrorBody(error, 'en')).length).toBeLessThan(10_000);
});
