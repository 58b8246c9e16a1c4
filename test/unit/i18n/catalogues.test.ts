// covers: src/i18n/page/en, src/i18n/page/zh
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type SettingSpec, settingNames, settingsTable } from '../../../src/contract/settings/table.ts';
import type { Message } from '../../../src/i18n/message.ts';
import { catalogues, languages } from '../../../src/i18n/translate.ts';

const keys = Object.keys(catalogues.en) as Array<keyof typeof catalogues.en>;
const textsOf = (message: Message) => (typeof message === 'string' ? [message] : [message.one, message.other]);
const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();

/** All source of the page but the catalogues themselves. */
function pageSource(): string {
  const files = ['options', 'src/i18n'].flatMap((folder) => {
    const root = fileURLToPath(new URL(`../../../${folder}/`, import.meta.url));
    return readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !/^page.(en|zh)/.test(file))
      .map((file) => readFileSync(root + file, 'utf8'));
  });
  return files.join('\n');
}

describe('catalogues', () => {
  test.each(languages)('%s has exactly the keys of English', (language) => {
    expect(Object.keys(catalogues[language]).sort()).toEqual([...keys].sort());
  });

  test('every text has words, and the placeholders of the English one', () => {
    const faults = languages.flatMap((language) =>
      keys.filter((key) => {
        const wanted = placeholders(textsOf(catalogues.en[key]).at(-1) ?? '');
        return textsOf(catalogues[language][key]).some(
          (text) => text.trim() === '' || placeholders(text).join() !== wanted.join(),
        );
      }),
    );
    expect(faults).toEqual([]);
  });

  test('every key is used by the page', () => {
    const source = pageSource();
    const spelled = new Set([...source.matchAll(/'([a-z][\w.-]*)'/g)].map(([, text]) => text));
    const families = [...source.matchAll(/`([a-z][\w.-]*?\$\{[^`]*)`/g)].map(
      ([, template = '']) => new RegExp(`^${template.replaceAll('.', '\\.').replace(/\$\{[^}]*\}/g, '[\\w-]+')}$`),
    );
    expect(families.length).toBeGreaterThan(0);
    const unused = keys.filter((key) => !spelled.has(key) && !families.some((family) => family.test(key)));
    expect(unused).toEqual([]);
  });

  test('every text about a setting belongs to a row of the settings table', () => {
    const known = new Set<string>(
      settingNames.flatMap((name) => {
        const spec: SettingSpec = settingsTable[name];
        const choices = spec.kind === 'choice' ? spec.choices.map((choice) => `settings.${name}.choice.${choice}`) : [];
        return [`settings.${name}.title`, `settings.${name}.help`, ...choices];
      }),
    );
    const about = keys.filter((key) => /^settings\.\w+\.(title|help|choice\..+)$/.test(key));
    expect(about.filter((key) => !known.has(key))).toEqual([]);
    expect(settingNames.filter((name) => !about.includes(`settings.${name}.help`))).toEqual([]);
  });

  test('labels that other tests and guides rely on stay as they are', () => {
    expect(catalogues.en['keys.add.label']).toBe('API keys');
    expect(catalogues.zh['keys.add.label']).toBe('API 密钥');
    expect(catalogues.en['keys.add.submit']).toBe('Add keys');
    expect(catalogues.zh['keys.add.submit']).toBe('添加密钥');
    expect(catalogues.en['settings.geminiBaseUrl.title']).toBe('Gemini API base URL');
    expect(catalogues.zh['settings.geminiBaseUrl.title']).toBe('Gemini API 地址');
  });
});
