/** What the READMEs and guides name is there: files, npm scripts, and every error with the text that people see. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { type ErrorCode, errorTable } from '../src/core/errors.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const guides = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.md'))
  .map((path) => join('docs', path));
const texts = ['README.md', 'README.zh-CN.md', ...guides].map(
  (path) => [path, readFileSync(join(root, path), 'utf8')] as const,
);

describe.each(texts)('%s', (path, text) => {
  test('links to files that are there', () => {
    const links = [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, link = '']) => link);
    const files = links.filter((link) => !/^\w+:/.test(link));
    expect(files.filter((file) => !existsSync(join(root, dirname(path), file)))).toEqual([]);
  });

  test('names npm scripts that are there', () => {
    const scripts = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, script = '']) => script);
    expect(scripts.filter((script) => !(script in packageJson.scripts))).toEqual([]);
  });
});

describe.each(['en', 'zh'] as const)('docs/%s/errors.md', (language) => {
  const text = readFileSync(join(root, `docs/${language}/errors.md`), 'utf8');
  const codes = Object.keys(errorTable) as ErrorCode[];

  test.each(codes)('%s: with the text that is shown, cause and remedy', (code) => {
    const [, entry = ''] = text.split(`\n## ${code}\n`);
    const [own = ''] = entry.split('\n## ');
    expect(own).toContain(`> HTTP ${errorTable[code].status}: ${errorTable[code][language]}\n`);
    expect(own.trim().split('\n\n')).toHaveLength(3);
  });

  test('has no entry for an error that is gone', () => {
    const named = [...text.matchAll(/^## (\w+)$/gm)].map(([, code]) => code);
    expect(named).toEqual(codes);
  });
});
