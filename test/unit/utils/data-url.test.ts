import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { cleanBase64, isDataUrl, parseDataUrl } from '../../../src/core/utils/data-url.ts';

const decoded = (url: string) => Buffer.from(parseDataUrl(url)?.data ?? '', 'base64').toString('utf8');

describe('data URLs', () => {
  it('are known in any case', () => {
    expect(isDataUrl('DATA:image/png,')).toBe(true);
    expect(isDataUrl('https://data:x')).toBe(false);
  });

  it.each([
    ['data:image/png;base64,iVBO', 'image/png', 'iVBO'],
    ['data:Image/PNG;name=a.png;charset=utf-8;BASE64,iVBO', 'image/png', 'iVBO'],
    ['data:;base64,iVBO', '', 'iVBO'],
    ['data:image/png;base64,iV%2BO%3D', 'image/png', 'iV+O='],
    ['data:image/png;base64,iV\r\nBO iV', 'image/png', 'iVBOiV'],
  ])('%s', (url, mimeType, data) => {
    expect(parseDataUrl(url)).toEqual({ mimeType, data });
  });

  it('re-encodes text, percent-encoded or not, as UTF-8', () => {
    expect(decoded('data:text/plain,a%20b')).toBe('a b');
    expect(decoded('data:text/plain;charset=utf-8,%E4%BD%A0好')).toBe('你好');
    expect(decoded(`data:text/plain,${'é'.repeat(100_000)}`)).toBe('é'.repeat(100_000));
  });

  it('need a comma', () => {
    expect(parseDataUrl('data:image/png;base64')).toBeUndefined();
  });
});

describe('cleanBase64', () => {
  it('leaves clean data alone, the same string', () => {
    expect(cleanBase64('aGk-_w==')).toBe('aGk-_w==');
  });
});
