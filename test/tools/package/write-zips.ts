/** `npm run package`: what was built for each browser, as the zip that its store takes, into `dist/`. */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { zipFolder } from './zip-folder.ts';

const dist = fileURLToPath(new URL('../../../dist', import.meta.url));

for (const browser of ['chromium', 'firefox']) {
  const folder = `${dist}/${browser}`;
  const { version } = JSON.parse(await readFile(`${folder}/manifest.json`, 'utf8')) as { version: string };
  const file = `hajimi-${browser}-${version}.zip`;
  const bytes = await zipFolder(folder);
  await writeFile(`${dist}/${file}`, bytes);
  process.stdout.write(`dist/${file}: ${bytes.length} bytes\n`);
}
