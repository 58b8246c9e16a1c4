/** Each folder is checked with the globals of its own platform, and every file is. */
// covers: src, options, test
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root, sourceFiles } from '../../tools/source-files.ts';
import { files } from './offences.ts';

describe('the compiler', () => {
  const projects: string[] = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8')).references.map(
    ({ path }: { path: string }) => path,
  );
  const filesOf = (project: string): string[] => {
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const listed = execFileSync(process.execPath, [tsc, '-p', project, '--listFilesOnly'], { cwd: root });
    return String(listed).trim().split('\n');
  };

  // A package that refers to the types of Node, say, gives them to all that import it, and nobody is told.
  test.each([
    ['src', ['webworker']],
    ['src/extension', ['chrome', 'dom']],
    ['src/relay', ['node']],
    ['options', ['dom']],
  ])('knows in %s the globals of its own platform only: %j', (project, own) => {
    const platform = /\/lib\.(dom|webworker)\.d\.ts$|\/@types\/(node|chrome|bun|deno)\//;
    const found = filesOf(project).map((path) => platform.exec(path)?.slice(1).join(''));
    expect([...new Set(found)].filter((name) => name !== undefined).sort()).toEqual(own);
  });

  test('checks every file', () => {
    const checked = new Set(projects.flatMap(filesOf).map((path) => relative(root, path)));
    const unchecked = [...files, ...sourceFiles('test')].filter(({ path }) => !checked.has(path));
    expect(unchecked.map(({ path }) => path)).toEqual([]);
  });
});
