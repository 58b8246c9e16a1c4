/** Nearly every licence asks to be handed on with copies; the source maps say independently what is in a bundle. */
// covers: vite.config.ts
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));

interface Built {
  readonly packages: readonly string[];
  readonly notices: string;
  readonly ownLicence: string;
}

async function built(mode: string): Promise<Built> {
  const settings = { root, configFile: `${root}/vite.config.ts`, mode, logLevel: 'silent' } as const;
  const made = await build({
    ...settings,
    ...(mode === 'relay-page' ? { root: `${root}/options` } : {}),
    build: { write: false, sourcemap: true },
  });
  const files = (made as Rolldown.RolldownOutput).output;
  const text = (name: string) => {
    const file = files.find(({ fileName }) => fileName === name);
    return file?.type === 'asset' ? Buffer.from(file.source).toString('utf8') : '';
  };
  const maps = files.filter(({ fileName }) => fileName.endsWith('.map')).map(({ fileName }) => text(fileName));
  const sources = maps.flatMap((map) => (JSON.parse(map) as { sources: string[] }).sources);
  const packages = sources.flatMap((source) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1] ?? []);
  return {
    packages: [...new Set(packages)].sort(),
    notices: text('THIRD-PARTY-NOTICES.txt'),
    ownLicence: text('LICENSE'),
  };
}

it.each([
  ['chromium', 'webextension-polyfill'],
  ['firefox', 'webextension-polyfill'],
  ['relay', 'undici'],
  ['relay-page', 'preact'],
])('what is built for %s hands on the licence of each package in it', async (mode, oneOfThem) => {
  const { packages, notices, ownLicence } = await built(mode);
  const entries = notices.split(`\n${'-'.repeat(80)}\n\n`).slice(1);
  expect(packages).toContain(oneOfThem);
  expect(entries.map((entry) => entry.split(' ')[0])).toEqual(packages);
  for (const entry of entries) {
    expect(entry).toMatch(
      /^\S+ [\d.]+\S* \([\w. -]+\)\nSource: https:\/\/www\.npmjs\.com\/package\/\S+\n\n[\s\S]{200,}/,
    );
    expect(entry).toMatch(/copyright|Mozilla Public License/i);
  }
  expect(ownLicence).toBe(readFileSync(`${root}/LICENSE`, 'utf8'));
});
