/** How large files and folders are, and where their tests stand. */
// covers: src, options, test/unit
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root, sourceFiles } from '../../tools/source-files.ts';
import { files, under } from './offences.ts';

describe('files', () => {
  test('are at most sixteen in a folder of the sources', () => {
    const folders = new Map<string, number>();
    for (const { path } of under('src/')) folders.set(dirname(path), (folders.get(dirname(path)) ?? 0) + 1);
    expect([...folders].filter(([, count]) => count > 16)).toEqual([]);
  });

  test('are short: none above 400 lines, nine of ten below 250, half of them around 70', () => {
    const lengths = files
      .map(({ path, text }) => ({ path, lines: text.split('\n').length }))
      .sort((a, b) => a.lines - b.lines);
    const at = (share: number) => lengths[Math.floor(lengths.length * share)]?.lines;
    expect(lengths.filter(({ lines }) => lines > 400)).toEqual([]);
    expect(at(0.9)).toBeLessThanOrEqual(250);
    expect(at(0.5)).toBeLessThanOrEqual(100);
  });
});

describe('a test', () => {
  const tests = sourceFiles('test/unit').filter(({ path }) => /\.test\.tsx?$/.test(path));
  const isThere = (path: string) => existsSync(join(root, path));

  /** `store.kill.test.ts` is one of the tests of `store.ts`. */
  function hasSource(path: string): boolean {
    const [, room = '', name = ''] = /^test\/unit\/(.*?)([^/]+)$/.exec(path) ?? [];
    const source = `${room}${name.split('.')[0]}`;
    const places = [`src/core/${source}`, `src/${source}`, source, `test/${source}`];
    return places.some((place) => ['.ts', '.tsx', '.iife.ts', '.mjs'].some((ending) => isThere(place + ending)));
  }
  const coveredBy = (text: string) => /^\/\/ covers: (.+)$/m.exec(text)?.[1]?.split(', ');

  test('stands where its source does, under the same name, or says what it covers', () => {
    expect(tests.length).toBeGreaterThan(200);
    const homeless = tests.filter(({ path, text }) => !hasSource(path) && coveredBy(text) === undefined);
    expect(homeless.map(({ path }) => path)).toEqual([]);
  });

  test('covers what is there', () => {
    const covered = tests.flatMap(({ path, text }) => (coveredBy(text) ?? []).map((source) => ({ path, source })));
    expect(covered.length).toBeGreaterThan(40);
    expect(covered.filter(({ source }) => !isThere(source))).toEqual([]);
  });
});
