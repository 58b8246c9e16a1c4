/** Git for Windows checks text out with CRLF by default; the formatter and the tests that compare files then fail. */
// covers: .gitattributes
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'hajimi-clone-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('a clone with the defaults of Git for Windows has the line ends that each file needs', () => {
  execFileSync('git', ['clone', '-q', '-c', 'core.autocrlf=true', root, folder]);
  const rows = String(execFileSync('git', ['ls-files', '--eol'], { cwd: folder }))
    .trim()
    .split('\n')
    // Recorded bytes are nobody's to change.
    .filter((row) => !row.includes('attr/-text'));
  const files = rows.map((row) => ({ end: /w\/(\S+)/.exec(row)?.[1], path: row.split('\t')[1] ?? '' }));
  const withCarriageReturn = files.filter(({ end }) => end === 'crlf' || end === 'mixed').map(({ path }) => path);
  expect(files.length).toBeGreaterThan(1000);
  expect(withCarriageReturn.sort()).toEqual(files.filter(({ path }) => path.endsWith('.cmd')).map(({ path }) => path));
  const picture = 'docs/pictures/home.en.png';
  expect(readFileSync(join(folder, picture)).equals(readFileSync(join(root, picture)))).toBe(true);
});
