import { describe, expect, it } from 'vitest';
import { readRpcStatus } from '../../../../src/core/google/failure/rpc-status.ts';

const nothing = {
  code: 0,
  status: '',
  word: '',
  message: '',
  reason: '',
  metadata: {},
  violations: [],
  retryDelay: '',
  fieldViolations: [],
};

const detail = (name: string, fields: object) => ({ '@type': `type.googleapis.com/google.rpc.${name}`, ...fields });

const error = {
  code: 429,
  message: 'Quota exceeded.',
  status: 'RESOURCE_EXHAUSTED',
  details: [
    detail('Help', { links: [] }),
    detail('QuotaFailure', {
      violations: [
        { quotaMetric: 'm', quotaId: 'PerDay', quotaValue: '20', quotaDimensions: { model: 'gemini-2.5-pro' } },
        { quotaId: 'PerMinute', quotaValue: 5 },
      ],
    }),
    detail('RetryInfo', { retryDelay: '34.4s' }),
    detail('ErrorInfo', { reason: 'RATE_LIMIT_EXCEEDED', metadata: { service: 's', nested: {}, number: 1 } }),
    detail('BadRequest', { fieldViolations: [{ field: 'f', description: 'wrong' }, 'junk'] }),
  ],
};

const read = {
  code: 429,
  status: 'RESOURCE_EXHAUSTED',
  word: '',
  message: 'Quota exceeded.',
  reason: 'RATE_LIMIT_EXCEEDED',
  metadata: { service: 's' },
  violations: [
    { quotaMetric: 'm', quotaId: 'PerDay', quotaValue: '20', model: 'gemini-2.5-pro' },
    { quotaMetric: '', quotaId: 'PerMinute', quotaValue: '5', model: '' },
  ],
  retryDelay: '34.4s',
  fieldViolations: ['wrong', ''],
};

describe('an error of Google', () => {
  it.each<[string, unknown]>([
    ['as an object', { error }],
    ['as a list, as streams have it', [{ error }]],
    ['at the end of a list', [{ candidates: [] }, null, { error }]],
    ['as text', JSON.stringify({ error }, null, 2)],
    ['as the text of a list', JSON.stringify([{ error }])],
  ])('is read %s', (_, body) => {
    expect(readRpcStatus(body)).toEqual(read);
  });

  it.each<[string, unknown, object]>([
    ['only a sentence', { error: 'No.' }, { message: 'No.' }],
    ['nothing in it', { error: {} }, {}],
    ['types that nobody promised', { error: { code: '429', message: 7, status: null, details: {} } }, { message: '7' }],
    ['details that are none', { error: { details: [null, 'x', 1, { '@type': 2 }] } }, {}],
    ['violations that are none', { error: { details: [detail('QuotaFailure', { violations: 'x' })] } }, {}],
  ])('may have %s', (_, body, known) => {
    expect(readRpcStatus(body)).toEqual({ ...nothing, ...known });
  });
});

describe('a body of something else', () => {
  it.each<[string, unknown, string]>([
    ['plain text', '  upstream connect error \n', 'upstream connect error'],
    ['nothing', '', ''],
    ['other JSON as it is', '{"detail":"Not Found"}', '{"detail":"Not Found"}'],
    ['an object without error', { detail: 'Not Found' }, ''],
    ['an error that is null', { error: null }, ''],
    ['no object', 7, ''],
    [
      'a page, as a person would see it',
      '\n<!DOCTYPE html><html><head><title>t</title></head><style>p{}</style><script>x()</script><body><h1>502</h1>\n<p>Bad&nbsp;Gateway</p></body></html>',
      '502 Bad Gateway',
    ],
  ])('is %s', (_, body, message) => {
    expect(readRpcStatus(body)).toEqual({ ...nothing, message });
  });

  it('is not read to the end of a huge page', () => {
    expect(readRpcStatus(`<p>${'x'.repeat(1_000_000)}</p>`).message.length).toBeLessThan(20_000);
  });
});
