import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodePercent,
  hasReadableLogin,
  isProxyUrl,
  originOf,
  passwordsIn,
  withEscapedLogin,
} from '../../../../src/core/utils/net/url-login.ts';

describe('the login in a URL', () => {
  it('is read as it is meant, and as it stands where a % begins no escape', () => {
    expect(['a%20b', '50%off', '%ff', '%', ''].map(decodePercent)).toEqual(['a b', '50%off', '%ff', '%', '']);
    expect(passwordsIn('http://me:a%20b@h:1')).toEqual(['a%20b', 'a b']);
    expect(passwordsIn('http://me:50%off@h:1')).toEqual(['50%off']);
    expect(passwordsIn('http://h:1')).toEqual([]);
    expect(passwordsIn('me:secret@')).toEqual(['me:secret@']);
  });

  it('is wrong where a % begins no escape, whichever of the two it is in', () => {
    const wrong = ['http://50%off:x@h', 'http://x:50%off@h', 'http://x:%ff@h', 'redis://:1%@h'];
    expect(wrong.map(hasReadableLogin)).toEqual([false, false, false, false]);
    expect(['http://x:50%25off@h', 'http://h', 'none', ''].map(hasReadableLogin)).toEqual([true, true, true, true]);
    expect(['http://x:p@h:1', 'HTTPS://h:1'].map(isProxyUrl)).toEqual([true, true]);
    expect(['not a url', 'socks5://h', 'http://', 'http://a b', ''].some(isProxyUrl)).toBe(false);
  });

  it('can be escaped so that every reader gets it as it was meant', () => {
    expect(withEscapedLogin('http://me:50%off@h:1')).toBe('http://me:50%25off@h:1/');
    expect(withEscapedLogin('http://me:a%20b@h:1')).toBe('http://me:a%20b@h:1');
    expect(withEscapedLogin('not a url')).toBe('not a url');
  });

  it('lets nothing throw', () => {
    const login = fc.stringMatching(/^[\w%.:@/-]{0,12}$/);
    fc.assert(
      fc.property(login, fc.string(), (typed, other) => {
        for (const text of [`http://${typed}@h:1`, `http://me:${typed}@h`, typed, other]) {
          passwordsIn(text);
          originOf(text);
          isProxyUrl(text);
          expect(hasReadableLogin(withEscapedLogin(text))).toBe(true);
        }
      }),
    );
  });
});
