import { expect, test } from 'vitest';
import { admit } from '../../../src/extension/access.ts';

const own = { id: 'abc', origin: 'chrome-extension://abc' };
const site = 'https://chat.example';
/** One site is allowed. */
const admits = async (origin: string) => (origin === site ? { takeOver: true } : undefined);

test('our own pages are the owner', async () => {
  expect(await admit({ id: 'abc', origin: own.origin }, own, admits)).toEqual({
    caller: { id: 'hajimi', trust: 'owner' },
    takeOver: false,
  });
});

test('a page of an allowed origin is a site, and named by its origin', async () => {
  const caller = { id: site, trust: 'site' };
  expect(await admit({ id: 'abc', origin: site }, own, admits)).toEqual({ caller, takeOver: true });
});

test.each([
  ['a sandboxed frame', 'null'],
  ['another site', 'https://example.com'],
  ['the same host over http', 'http://chat.example'],
  ['another port of the host', 'https://chat.example:8443'],
  ['another extension page', 'chrome-extension://abcd'],
  ['no origin', undefined],
])('%s may not', async (_, origin) => {
  expect(await admit({ id: 'abc', origin }, own, admits)).toBeUndefined();
});

test('another extension may not, whatever its origin', async () => {
  expect(await admit({ id: 'other', origin: own.origin }, own, admits)).toBeUndefined();
  expect(await admit({ id: 'other', origin: site }, own, admits)).toBeUndefined();
  expect(await admit(undefined, own, admits)).toBeUndefined();
});
