import { describe, expect, test } from 'vitest';
import type { LoginOrigin, LoginThrottle } from '../../../src/core/access/login/login-throttle.ts';
import { powerOfCaller } from '../../../src/core/access/login/require-admin.ts';
import { presentedPassword, requirePassword } from '../../../src/core/access/password.ts';
import { samePassword } from '../../../src/core/access/same-password.ts';
import { ProxyError } from '../../../src/core/errors.ts';
import type { RequestHead } from '../../../src/core/exchange.ts';
import type { Caller } from '../../../src/core/ports.ts';
import { exchangeFor } from '../../support/exchange.ts';

interface Shown {
  readonly headers?: Record<string, string>;
  readonly query?: string;
}

const requestWith = ({ headers = {}, query = '' }: Shown) =>
  exchangeFor(`https://hajimi.test/v1/models${query}`, { headers });

const places: ReadonlyArray<readonly [string, (password: string) => Shown]> = [
  ['a bearer token', (password) => ({ headers: { authorization: `Bearer ${password}` } })],
  ['x-api-key', (password) => ({ headers: { 'x-api-key': password } })],
  ['x-goog-api-key', (password) => ({ headers: { 'x-goog-api-key': password } })],
  ['?key=', (password) => ({ query: `?alt=sse&key=${encodeURIComponent(password)}` })],
];

const caller = (trust: Caller['trust']): Caller => ({ id: 'c', trust });

describe('presentedPassword', () => {
  test.each(places)('is read from %s', (_, show) => {
    expect(presentedPassword(requestWith(show('pass/word+1')))).toBe('pass/word+1');
  });

  test.each<[string, Shown, string | undefined]>([
    ['nothing', {}, undefined],
    ['another scheme', { headers: { authorization: 'Basic cGFzcw==' } }, undefined],
    ['a scheme in any case', { headers: { authorization: 'bearer  pass' } }, 'pass'],
    ['a parameter that only ends like it', { query: '?monkey=pass' }, undefined],
    ['an empty parameter', { query: '?key=' }, ''],
    ['other parameters before it', { query: '?monkey=a&key=pass' }, 'pass'],
    ['several: the token first', { headers: { authorization: 'Bearer a', 'x-api-key': 'b' }, query: '?key=c' }, 'a'],
    ['another scheme beside a key', { headers: { authorization: 'Basic cGFzcw==', 'x-goog-api-key': 'pass' } }, 'pass'],
  ])('of a request with %s', (_, shown, password) => {
    expect(presentedPassword(requestWith(shown))).toBe(password);
  });
});

describe('samePassword', () => {
  test.each([
    ['password', 'password', true],
    ['密码', '密码', true],
    ['', '', true],
    ['passwore', 'password', false],
    ['Password', 'password', false],
    ['passwor', 'password', false],
    ['passwordp', 'password', false],
    ['passwordpassword', 'password', false],
    ['', 'password', false],
    ['password', '', false],
    ['\0', '', false],
  ])('%j for %j is %s', (presented, expected, same) => {
    expect(samePassword(presented, expected)).toBe(same);
  });
});

describe('requirePassword', () => {
  const refused = expect.objectContaining({ code: 'invalid_api_key', status: 401 });

  test.each(places)('lets in who shows it as %s, and nobody with another', (_, show) => {
    const ask = (password: string) => () => requirePassword(requestWith(show(password)), caller('network'), 'secret1');
    expect(ask('secret1')).not.toThrow();
    expect(ask('secret2')).toThrow(refused);
    expect(ask('')).toThrow(refused);
  });

  test('keeps out who shows none', () => {
    expect(() => requirePassword(requestWith({}), caller('network'), 'secret1')).toThrow(refused);
  });

  test('says nothing of either password', () => {
    const ask = () => requirePassword(requestWith({ query: '?key=guess77' }), caller('network'), 'secret1');
    expect(ask).not.toThrow(/guess77|secret1/);
  });

  test.each(['owner', 'site'] as const)('asks nothing of a %s', (trust) => {
    expect(() => requirePassword(requestWith({ query: '?key=wrong' }), caller(trust), 'secret1')).not.toThrow();
  });
});

function requireOwners(request: RequestHead, who: Caller, password: string, throttle?: LoginThrottle): void {
  const powerOf = (word: string) => (samePassword(word, password) ? 'owner' : undefined);
  powerOfCaller(request, who, { powerOf }, throttle);
}

describe.each([
  ['of the model API', requirePassword],
  ['of the page', requireOwners],
])('a password %s that can be guessed', (_, require) => {
  function setUp() {
    const asked: LoginOrigin[] = [];
    let right = 0;
    const throttle = {
      guess(from: LoginOrigin) {
        asked.push(from);
        return () => void right++;
      },
    };
    const ask = (headers: Record<string, string>) => () =>
      require(requestWith({ headers: { 'user-agent': 'tavern', ...headers } }), caller('network'), 'secret1', throttle);
    return { asked, ask, right: () => right };
  }

  test('costs a guess of who asks, which the right word gets back', () => {
    const { asked, ask, right } = setUp();
    expect(ask({ authorization: 'Bearer secret2' })).toThrow();
    expect([asked, right()]).toEqual([[{ address: 'c', userAgent: 'tavern' }], 0]);
    ask({ authorization: 'Bearer secret1' })();
    expect([asked.length, right()]).toEqual([2, 1]);
  });

  test.each<Record<string, string>>([{}, { authorization: 'Bearer ' }, { authorization: 'Basic c2VjcmV0MQ==' }])(
    'costs nothing who shows none: %j',
    (headers) => {
      const { asked, ask } = setUp();
      expect(ask(headers)).toThrow(expect.objectContaining({ code: 'invalid_api_key' }));
      expect(asked).toEqual([]);
    },
  );

  test('is not compared where no guess is left: the right word is refused as well', () => {
    const throttle = {
      guess(): never {
        throw new ProxyError('too_many_passwords', { seconds: 1, retryAfter: 1_000 });
      },
    };
    const request = requestWith({ headers: { 'x-api-key': 'secret1' } });
    const refused = expect.objectContaining({ code: 'too_many_passwords', status: 429 });
    expect(() => require(request, caller('network'), 'secret1', throttle)).toThrow(refused);
  });
});
