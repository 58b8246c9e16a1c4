import { describe, expect, it } from 'vitest';
import { retryDelay } from '../../../../src/core/google/failure/retry-delay.ts';
import { readRpcStatus } from '../../../../src/core/google/failure/rpc-status.ts';

const statusOf = (own: { message?: string; retryDelay?: string }) => ({ ...readRpcStatus({}), ...own });

describe('the delay of RetryInfo', () => {
  it.each([
    ['34s', 34_000],
    ['34.4s', 34_400],
    ['0s', 0],
    ['850ms', 850],
    ['0.0004s', 1],
    ['1h2m3s', 3_723_000],
    ['1d', 86_400_000],
    ['21599.960323804s', 21_599_961],
    ['', undefined],
    ['soon', undefined],
    ['34', undefined],
    ['-3s', undefined],
    ['3s later', undefined],
  ])('"%s" is %s ms', (retryDelay_, ms) => {
    expect(retryDelay(statusOf({ retryDelay: retryDelay_ }))).toBe(ms);
  });
});

describe('the delay in the sentence', () => {
  it.each([
    ['Quota exceeded.\nPlease retry in 34.4s.', 34_400],
    ['Please retry in 1h2m3.4s.', 3_723_400],
    ['please RETRY IN 850.5ms.', 851],
    ['Your quota will reset after 5h 30m 2s.', 19_802_000],
    ['Please retry in a while.', undefined],
    ['34s', undefined],
  ])('%j is %s ms', (message, ms) => {
    expect(retryDelay(statusOf({ message }))).toBe(ms);
  });
});

describe('the delay in the headers', () => {
  const date = 'Tue, 24 Nov 2026 21:17:00 GMT';

  it.each<[string, Record<string, string>, number | undefined]>([
    ['seconds', { 'retry-after': '30' }, 30_000],
    ['seconds with a fraction and spaces', { 'retry-after': ' 1.25 ' }, 1_250],
    ["a date, by the server's own clock", { 'retry-after': 'Tue, 24 Nov 2026 21:18:30 GMT', date }, 90_000],
    ['a date that has passed', { 'retry-after': 'Tue, 24 Nov 2026 21:16:00 GMT', date }, undefined],
    ['a date without a clock to it', { 'retry-after': 'Tue, 24 Nov 2026 21:18:30 GMT' }, undefined],
    ['neither', { 'retry-after': 'later', date }, undefined],
    ['nothing', {}, undefined],
  ])('as %s', (_, headers, ms) => {
    expect(retryDelay(statusOf({}), new Headers(headers))).toBe(ms);
  });
});

it('goes by RetryInfo before the sentence before the header', () => {
  const headers = new Headers({ 'retry-after': '3' });
  const message = 'Please retry in 2s.';
  expect(retryDelay(statusOf({ retryDelay: '1s', message }), headers)).toBe(1_000);
  expect(retryDelay(statusOf({ retryDelay: 'junk', message }), headers)).toBe(2_000);
  expect(retryDelay(statusOf({ message: 'Wait.' }), headers)).toBe(3_000);
  expect(retryDelay(statusOf({}))).toBeUndefined();
});
