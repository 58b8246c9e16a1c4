import { expect, test } from 'vitest';
import { canonicalPath } from '../../../../src/core/utils/net/canonical-path.ts';

/** As it comes in: of a URL. */
const canonical = (path: string) => canonicalPath(new URL(`https://hajimi.invalid${path}`).pathname);

test.each([
  ['/v1beta/models/gemini-2.5-flash:generateContent', '/v1beta/models/gemini-2.5-flash:generateContent'],
  ['/v1beta/models/gemini-2.5-flash:generateConten%74', '/v1beta/models/gemini-2.5-flash:generateContent'],
  ['/v1beta/%6dodels/x%3AcountTokens', '/v1beta/models/x:countTokens'],
  ['/v1beta/%6fpenai/chat/completion%73', '/v1beta/openai/chat/completions'],
  ['/v1beta/interactions/', '/v1beta/interactions'],
  ['//v1beta//interaction%73//', '/v1beta/interactions'],
  ['/v1beta/files/../interactions', '/v1beta/interactions'],
  ['/v1beta/files/%2e%2e/interactions', '/v1beta/interactions'],
  ['/v1beta\\interactions', '/v1beta/interactions'],
  ['/v1beta/models/天:x', '/v1beta/models/%E5%A4%A9:x'],
  ['/v1beta/models/a%20b%2bc%c3%a4:x', '/v1beta/models/a%20b%2Bc%C3%A4:x'],
  ['/', '/'],
])('%s is %s', (path, expected) => {
  expect(canonical(path)).toBe(expected);
  expect(canonical(expected)).toBe(expected);
});

test.each([
  '/v1beta/models/x:generateContent;x',
  '/v1beta/models/x;v=1:generateContent',
  '/v1beta/models/x:generateContent%3bx',
  '/v1beta/models%2fx:generateContent',
  '/v1beta/models%5Cx:generateContent',
  '/v1beta/models/x:generateConten%2574',
  '/v1beta/models/x:generateContent%00',
  '/v1beta/models/x:generateContent%0a',
  '/v1beta/models/x:generateContent%7f',
  '/v1beta/models/x:generateContent%3Fy',
  '/v1beta/models/x:generateContent%23y',
  '/v1beta/models/x:generateContent%',
  '/v1beta/models/x:generateContent%g0',
])('%s is refused', (path) => expect(() => canonical(path)).toThrow('more than one way'));

test('dot segments that no URL resolved are refused', () => {
  for (const path of ['/v1beta/./models', '/v1beta/../models', '/..', '/v1beta/%2E./models']) {
    expect(() => canonicalPath(path)).toThrow('more than one way');
  }
});
