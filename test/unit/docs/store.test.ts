/** What is told to the stores is what the manifest says. */
// covers: manifest.json
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import manifest from '../../../manifest.json' with { type: 'json' };
import { readGuide, root, rowsOf } from './guides.ts';

const asked = [...manifest.permissions, ...manifest.host_permissions, ...manifest.optional_host_permissions];
const locales = { en: 'en', zh: 'zh_CN' } as const;
const fixed = join(root, 'src/extension/static');

describe.each(['en', 'zh'] as const)('docs/%s/store.md', (language) => {
  const { text } = readGuide(`docs/${language}/store.md`);
  const [, , summary = ''] = text.split('\n> ');

  test('justifies each permission of the manifest, and no other', () => {
    const justified = rowsOf(text)
      .map(([name = '']) => name)
      .filter((name) => /^`.*`$/.test(name));
    expect(justified.map((name) => name.slice(1, -1))).toEqual(asked);
  });

  test('has the summary of the manifest, which stores take up to 132 characters of', () => {
    const messages = JSON.parse(readFileSync(join(fixed, `_locales/${locales[language]}/messages.json`), 'utf8'));
    const [first] = summary.split('\n');
    expect(first).toBe(messages.description.message);
    expect(messages.description.message.length).toBeLessThanOrEqual(132);
  });

  test('tells all that Firefox is told of data', () => {
    for (const kind of manifest.browser_specific_settings.gecko.data_collection_permissions.required) {
      expect(text).toContain(`\`${kind}\``);
    }
  });
});

test('the icons are there, in the sizes that their names say', () => {
  const icons = { ...manifest.icons, ...manifest.action.default_icon };
  expect(Object.keys(icons)).toEqual(['16', '32', '48', '128']);
  for (const [size, path] of Object.entries(icons)) {
    expect(existsSync(join(fixed, path))).toBe(true);
    // The width of a PNG is 16 bytes from its beginning.
    expect(readFileSync(join(fixed, path)).readUInt32BE(16)).toBe(Number(size));
  }
});
