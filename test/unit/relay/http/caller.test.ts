import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { proxyNotTrusted, type Warning } from '../../../../src/relay/config/warnings.ts';
import { callerOf, createCallerOf } from '../../../../src/relay/http/caller.ts';

const message = (remoteAddress: string, forwarded?: string) =>
  ({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  }) as unknown as IncomingMessage;

test('the other end of the connection, whatever it says of itself', () => {
  expect(callerOf(message('::ffff:10.0.0.7', '1.2.3.4'))).toEqual({ id: '10.0.0.7', trust: 'network' });
});

test.each([
  [1, '1.2.3.4', '1.2.3.4'],
  [1, 'forged, 1.2.3.4', '1.2.3.4'],
  [2, 'forged, 1.2.3.4, 10.0.0.2', '1.2.3.4'],
  [2, '1.2.3.4', '1.2.3.4'],
  [1, undefined, '10.0.0.1'],
])("behind %d proxies of one's own, %s is %s", (proxies, forwarded, id) => {
  expect(callerOf(message('10.0.0.1', forwarded), proxies).id).toBe(id);
});

test.each([
  [0, '1.2.3.4', [proxyNotTrusted]],
  [0, undefined, []],
  [1, '1.2.3.4', []],
])('with %d trusted proxies, X-Forwarded-For: %s warns as it should', (trustedProxies, forwarded, expected) => {
  const said: Warning[] = [];
  const of = createCallerOf({ trustedProxies }, { add: (warning) => void said.push(warning) });
  of(message('10.0.0.1', forwarded));
  expect(said).toEqual(expected);
});
