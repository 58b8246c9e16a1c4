/** Links lead to files that are there, and to headings within them. */
// covers: docs
import { existsSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { anchorOf, guides, headingsOf, linksOf, root } from './guides.ts';

describe.each(guides)('$path', ({ path, text }) => {
  const links = linksOf(text)
    .filter((link) => !/^\w+:/.test(link))
    .map((link) => {
      const [file = '', anchor] = link.split('#');
      return { link, anchor, file: file === '' ? path : normalize(join(path, '..', file)) };
    });

  test('links to files that are there', () => {
    expect(links.filter(({ file }) => !existsSync(join(root, file)))).toEqual([]);
  });

  test('links to headings that are there', () => {
    const lost = links.filter(({ file, anchor }) => {
      if (anchor === undefined || !file.endsWith('.md')) return false;
      const titles = headingsOf(readFileSync(join(root, file), 'utf8')).map(({ title }) => anchorOf(title));
      return !titles.includes(decodeURIComponent(anchor));
    });
    expect(lost).toEqual([]);
  });
});

test('anchors are those of GitHub', () => {
  expect(['4. Allow the site', '4. 允许网站', 'Google’s own API', 'KoboldAI Lite'].map(anchorOf)).toEqual([
    '4-allow-the-site',
    '4-允许网站',
    'googles-own-api',
    'koboldai-lite',
  ]);
});
