import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { zipFolder } from '../../../tools/package/zip-folder.ts';

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

/** @param names in the order in which they are written. */
async function folderWith(names: readonly string[], written: Date): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hajimi-zip-'));
  folders.push(folder);
  await mkdir(join(folder, 'inner'));
  for (const name of names) {
    await writeFile(join(folder, name), `the words of ${name} `.repeat(50));
    await utimes(join(folder, name), written, written);
  }
  return folder;
}

test('the same files give the same bytes, whenever and in whatever order they were written', async () => {
  const names = ['manifest.json', 'b.js', 'inner/ü.png'];
  const first = await zipFolder(await folderWith(names, new Date('2026-01-01T00:00:00Z')));
  const second = await zipFolder(await folderWith(names.toReversed(), new Date('2026-06-30T12:34:56Z')));
  expect(first.equals(second)).toBe(true);
  expect(first.subarray(0, 4).toString('latin1')).toBe('PK\x03\x04');
  for (const name of names) expect(first.includes(name)).toBe(true);
});

test('another file gives other bytes', async () => {
  const at = new Date('2026-01-01T00:00:00Z');
  const one = await zipFolder(await folderWith(['a.js'], at));
  expect(one.equals(await zipFolder(await folderWith(['c.js'], at)))).toBe(false);
});
