import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A copy of the built extension that has every host's permission from the start: nobody can click the browser's own
 * prompts in a test. All else is what is shipped.
 * @returns its folder, and what removes it.
 */
export async function grantedExtension(built: string): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'hajimi-granted-'));
  await cp(built, folder, { recursive: true });
  const path = join(folder, 'manifest.json');
  const { optional_host_permissions: optional, ...manifest } = JSON.parse(await readFile(path, 'utf8'));
  const granted = { ...manifest, host_permissions: [...manifest.host_permissions, ...optional] };
  await writeFile(path, JSON.stringify(granted));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
