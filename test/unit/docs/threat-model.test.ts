// covers: docs/en/threat-model.md, docs/zh/threat-model.md
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readGuide, root } from './guides.ts';

/** The tests that each row of the table names. */
const testsNamedIn = (language: 'en' | 'zh'): readonly string[][] =>
  readGuide(`docs/${language}/threat-model.md`)
    .text.split('\n')
    .filter((line) => /^\| (?!promise|承诺)/.test(line))
    .map((row) => [...row.matchAll(/\]\(\.\.\/\.\.\/(test\/[^)]+)\)/g)].map(([, path = '']) => path));

describe('the threat model', () => {
  const rows = testsNamedIn('en');

  test.each(rows.map((paths, index) => [index + 1, paths] as const))('promise %i is shown by a test', (_, paths) => {
    expect(paths).not.toEqual([]);
    for (const path of paths) expect(readFileSync(join(root, path), 'utf8')).toMatch(/\b(test|it)(\.each)?[(<]/);
  });

  test('promises the same in both languages', () => {
    expect(rows.length).toBeGreaterThan(5);
    expect(testsNamedIn('zh')).toEqual(rows);
  });
});
