import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { ZipFile } from 'yazl';

/** The first moment that a zip can name, in whatever time zone it is read. */
const BEGINNING = new Date(1980, 0, 1);
const READABLE = 0o100644;

/** The folder's files as a zip: the same bytes for the same files, whenever, wherever and by whomever it is made. */
export async function zipFolder(folder: string): Promise<Buffer> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const zip = new ZipFile();
  for (const path of paths) {
    const name = path.slice(folder.length + 1).replaceAll(sep, '/');
    zip.addBuffer(await readFile(path), name, { mtime: BEGINNING, mode: READABLE, forceDosTimestamp: true });
  }
  zip.end();
  const pieces: Buffer[] = [];
  for await (const piece of zip.outputStream) pieces.push(piece);
  return Buffer.concat(pieces);
}
