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
