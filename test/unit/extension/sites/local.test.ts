import { expect, test } from 'vitest';
import { isLocal, isWeb } from '../../../../src/extension/sites/local.ts';

test.each(['http://localhost', 'http://localhost:5173', 'http://127.0.0.1:8000', 'http://[::1]:1234'])(
  '%s is a page of this computer',
  (origin) => expect([isLocal(origin), isWeb(origin)]).toEqual([true, true]),
);

test.each([
  ['any other site', 'https://example.com'],
  ['a name that only looks local', 'http://localhost.example.com'],
  ['a name under localhost', 'http://other.localhost:80'],
  ['another machine of the network', 'http://192.168.0.1'],
  ['a secure one, which no match pattern of ours reaches', 'https://localhost'],
])('%s is not', (_, origin) => expect(isLocal(origin)).toBe(false));

test.each([
  ['a sandboxed frame', 'null'],
  ['a file', 'file://'],
  ['a page of an extension', 'chrome-extension://abcd'],
  ['a local name as user', 'http://localhost@example.com'],
  ['more than an origin', 'https://example.com/path'],
])('%s is no site at all', (_, origin) => expect([isWeb(origin), isLocal(origin)]).toEqual([false, false]));
