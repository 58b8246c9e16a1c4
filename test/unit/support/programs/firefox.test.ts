import { expect, it } from 'vitest';
import { lookForFirefox } from '../../../support/programs/firefox.ts';

const look = (env: Readonly<Record<string, string>>, ...present: string[]) =>
  lookForFirefox({ platform: 'linux', env, exists: (path) => present.includes(path) });

it('takes FIREFOX_PATH before the ESR before any other', () => {
  const all = ['/my/firefox', '/b/firefox-esr', '/a/firefox'];
  expect(look({ FIREFOX_PATH: '/my/firefox', PATH: '/a:/b' }, ...all)).toBe('/my/firefox');
  expect(look({ PATH: '/a:/b' }, ...all)).toBe('/b/firefox-esr');
  expect(look({ PATH: '/a:/b' }, '/a/firefox')).toBe('/a/firefox');
  expect(look({}, '/a/firefox')).toBeUndefined();
});

it('refuses a FIREFOX_PATH that is not there rather than taking another browser', () => {
  expect(() => look({ FIREFOX_PATH: '/gone' }, '/usr/bin/firefox-esr')).toThrow('/gone');
});
