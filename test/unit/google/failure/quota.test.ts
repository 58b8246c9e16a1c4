import { describe, expect, it } from 'vitest';
import { readQuotas } from '../../../../src/core/google/failure/quota.ts';
import { type QuotaViolation, type RpcStatus, readRpcStatus } from '../../../../src/core/google/failure/rpc-status.ts';

const perDay = 'GenerateRequestsPerDayPerProjectPerModel-FreeTier';
const perMinute = 'GenerateRequestsPerMinutePerProjectPerModel-FreeTier';
const tokens = 'GenerateContentInputTokensPerModelPerMinute-FreeTier';
const ofProject = 'GenerateRequestsPerMinutePerProject';

const violation = (quotaId: string, quotaValue = '', own: Partial<QuotaViolation> = {}): QuotaViolation => ({
  quotaId,
  quotaValue,
  quotaMetric: '',
  model: '',
  ...own,
});

const read = (violations: readonly QuotaViolation[], own: Partial<RpcStatus> = {}) =>
  readQuotas({ ...readRpcStatus({}), violations, ...own }, 'gemini-2.5-pro');

describe('a quota that is learned', () => {
  it.each<[string, QuotaViolation, object]>([
    ['of a day', violation(perDay, '20'), { window: 'day', counts: 'requests', limit: 20, model: 'gemini-2.5-pro' }],
    [
      'of a minute',
      violation(perMinute, '5'),
      { window: 'minute', counts: 'requests', limit: 5, model: 'gemini-2.5-pro' },
    ],
    [
      'of tokens',
      violation(tokens, '250000'),
      { window: 'minute', counts: 'input-tokens', limit: 250_000, model: 'gemini-2.5-pro' },
    ],
    [
      'of tokens, by its metric',
      violation(perMinute, '9', { quotaMetric: 'x/generate_content_free_tier_input_token_count' }),
      { window: 'minute', counts: 'input-tokens', limit: 9, model: 'gemini-2.5-pro' },
    ],
    [
      'of the model that it names, not of the one that was asked',
      violation(perDay, '20', { model: 'gemini-2.5-flash' }),
      { window: 'day', counts: 'requests', limit: 20, model: 'gemini-2.5-flash' },
    ],
    ['of the whole project', violation(ofProject, '60'), { window: 'minute', counts: 'requests', limit: 60 }],
  ])('is one %s', (_, sent, learned) => {
    expect(read([sent]).quotas).toEqual([{ quotaId: sent.quotaId, ...learned }]);
  });

  it.each([
    ['without a value', violation(perDay)],
    ['with a value that is no number', violation(perDay, '-1')],
    ['with a fraction', violation(perDay, '1.5')],
    ['of no window that we keep', violation('RequestsPerHour', '20')],
  ])('is none %s', (_, sent) => {
    expect(read([sent]).quotas).toEqual([]);
  });
});

describe('the window', () => {
  it.each<[string, string[], 'minute' | 'day' | undefined]>([
    ['the longest that is named', [perMinute, perDay, tokens], 'day'],
    ['a minute', [tokens, perMinute], 'minute'],
    ['unknown where none is named', ['Requests'], undefined],
    ['unknown where nothing is named', [], undefined],
  ])('is %s', (_, ids, window) => {
    expect(read(ids.map((id) => violation(id))).window).toBe(window);
  });
});

describe('no quota at all', () => {
  it.each<[string, QuotaViolation[], string, boolean]>([
    ['a limit of zero', [violation(perDay, '20'), violation(perMinute, '0')], '', true],
    ['zero in the sentence only', [violation(perDay)], '* Quota exceeded for metric: x, limit: 0\nPlease retry', true],
    ['zero at the end of the sentence', [], 'limit: 0', true],
    ['a limit that begins with a zero', [], 'limit: 0.5 per minute', false],
    ['a limit that ends in one', [violation(perDay, '20')], 'limit: 20', false],
  ])('%s', (_, violations, message, none) => {
    expect(read(violations, { message }).none).toBe(none);
  });
});

describe('whose quota it is', () => {
  it.each<[string, QuotaViolation[], boolean]>([
    ["the model's, by its name", [violation(perDay)], true],
    ["the model's, by its dimension", [violation('RequestsPerDay', '1', { model: 'm' })], true],
    ["the project's", [violation(ofProject, '60')], false],
    ["the model's where one of several is", [violation(ofProject), violation(perDay)], true],
    ["the model's where Google names none", [], true],
  ])('%s', (_, violations, ofModel) => {
    expect(read(violations).ofModel).toBe(ofModel);
  });
});

describe('the older form', () => {
  const metadata = { quota_limit: ofProject, quota_limit_value: '60', quota_metric: 'x/requests' };

  it('is read from the metadata', () => {
    expect(read([], { reason: 'RATE_LIMIT_EXCEEDED', metadata })).toEqual({
      quotas: [{ quotaId: ofProject, window: 'minute', counts: 'requests', limit: 60 }],
      window: 'minute',
      none: false,
      ofModel: false,
    });
  });

  it.each<[string, Partial<RpcStatus>]>([
    ['of another reason', { reason: 'API_KEY_INVALID', metadata }],
    ['without a quota', { reason: 'RATE_LIMIT_EXCEEDED', metadata: { service: 'x' } }],
  ])('is not seen in metadata %s', (_, status) => {
    expect(read([], status)).toMatchObject({ quotas: [], window: undefined });
  });
});
