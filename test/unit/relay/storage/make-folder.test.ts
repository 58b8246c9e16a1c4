import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isCode } from '../../../../src/relay/node-error.ts';
import { makeFolder } from '../../../../src/relay/storage/make-folder.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hajimi-make-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const codeOf = (path: string): string => {
  try {
    makeFolder(path);
  } catch (error) {
    return ['ENOENT', 'EEXIST', 'ENOTDIR', 'EACCES'].find((code) => isCode(error, code)) ?? String(error);
  }
  return 'made';
};

it('makes it with all above it, for their owner alone, and takes one that is there', () => {
  const path = join(root, 'a', 'b', 'c');
  expect([codeOf(path), codeOf(path), codeOf(`${path}/`)]).toEqual(['made', 'made', 'made']);
  if (process.platform !== 'win32') expect(statSync(join(root, 'a')).mode & 0o777).toBe(0o700);
});

it('takes no file for it', () => {
  const file = join(root, 'file');
  writeFileSync(file, '');
  expect([codeOf(file), codeOf(join(file, 'below'))]).toEqual(['EEXIST', 'ENOTDIR']);
});

it.runIf(process.platform === 'linux').each(['/proc/nothing', '/proc/nothing/below'])(
  'gives up where nothing can be made: %s',
  (path) => {
    expect(codeOf(path)).toBe('ENOENT');
  },
);
