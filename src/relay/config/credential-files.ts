import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isCode } from '../node-error.ts';

/**
 * The texts of all `*.json` files in a folder, by name; none where there is no such folder.
 * @throws what reading throws otherwise, such as EACCES.
 */
export function readCredentialFiles(folder: string): string[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
    return names.sort().map((name) => readFileSync(join(folder, name), 'utf8'));
  } catch (error) {
    if (isCode(error, 'ENOENT')) return [];
    throw error;
  }
}
