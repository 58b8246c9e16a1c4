import { describe, expect, it } from 'vitest';
import { lookForBrowser, type Machine } from '../../../support/programs/browser.ts';

const look = (machine: Partial<Machine>, ...present: string[]) =>
  lookForBrowser({
    platform: 'linux',
    env: {},
    playwrightPath: '/pw/chrome',
    exists: (path) => present.includes(path),
    ...machine,
  });

describe('lookForBrowser', () => {
  it('takes CHROME_PATH before Playwright’s before the system’s', () => {
    const all = ['/my/chrome', '/pw/chrome', '/usr/bin/chromium'];
    expect(look({ env: { CHROME_PATH: '/my/chrome' } }, ...all)).toBe('/my/chrome');
    expect(look({ env: { CHROME_PATH: '' } }, ...all)).toBe('/pw/chrome');
    expect(look({}, '/usr/bin/chromium')).toBe('/usr/bin/chromium');
  });

  it('refuses a CHROME_PATH that is not there rather than taking another browser', () => {
    expect(() => look({ env: { CHROME_PATH: '/gone' } }, '/usr/bin/chromium')).toThrow('/gone');
  });

  it('searches the PATH, but not for a Chrome that ignores --load-extension', () => {
    expect(look({ env: { PATH: '/a:/b' } }, '/b/chromium-browser')).toBe('/b/chromium-browser');
    expect(look({ env: { PATH: '/a' } }, '/a/google-chrome')).toBeUndefined();
  });

  it('knows the places on macOS and Windows', () => {
    const mac = '/Applications/Chromium.app/Contents/MacOS/Chromium';
    expect(look({ platform: 'darwin' }, mac)).toBe(mac);
    expect(look({ platform: 'win32', env: { LOCALAPPDATA: '/local' } }, '/local/Chromium/Application/chrome.exe')).toBe(
      '/local/Chromium/Application/chrome.exe',
    );
  });
});
