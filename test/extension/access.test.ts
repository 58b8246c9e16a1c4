import { expect, test } from 'vitest';
import { callerOf } from '../../src/extension/access.ts';

const own = { id: 'abc', origin: 'chrome-extension://abc' };

test('our own pages are the owner', () => {
  expect(callerOf({ id: 'abc', origin: own.origin }, own)).toEqual({ id: 'hajimi', trust: 'owner' });
});

test.each(['http://localhost', 'http://localhost:5173', 'http://127.0.0.1:8000', 'http://[::1]:1234'])(
  'a page of this computer is a site: %s',
  (origin) => {
    expect(callerOf({ id: 'abc', origin }, own)).toEqual({ id: origin, trust: 'site' });
  },
);

test.each([
  ['a sandboxed frame', 'null'],
  ['a file', 'file://'],
  ['any other site', 'https://example.com'],
  ['a name that only looks local', 'http://localhost.example.com'],
  ['a local name as user', 'http://localhost@example.com'],
  ['another machine of the network', 'http://192.168.0.1'],
  ['another extension page', 'chrome-extension://abcd'],
  ['no origin', undefined],
])('%s may not', (_, origin) => {
  expect(callerOf({ id: 'abc', origin }, own)).toBeUndefined();
});

test('another extension may not, whatever its origin', () => {
  expect(callerOf({ id: 'other', origin: own.origin }, own)).toBeUndefined();
  expect(callerOf({ id: 'other', origin: 'http://localhost' }, own)).toBeUndefined();
  expect(callerOf(undefined, own)).toBeUndefined();
});
