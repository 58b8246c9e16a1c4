// covers: README.md, src/contract/settings/table.ts
import { describe, expect, test } from 'vitest';
import { settingNames, settingsTable } from '../../../src/contract/settings/table.ts';
import { readmes, readReadme, settingsMarkdown, withSettings } from '../../tools/docs/settings-table.ts';

const languages = ['en', 'zh'] as const;

describe('the READMEs', () => {
  test.each(languages)(
    '%s: the settings are up to date (npx tsx test/tools/docs/settings-table.ts --write)',
    (language) => {
      const readme = readReadme(language);
      expect(readme, `${readmes[language]} is missing`).toBeDefined();
      expect(readme).toContain(settingsMarkdown(language));
    },
  );
});

describe('settingsMarkdown', () => {
  test.each(languages)('%s: names every variable once', (language) => {
    const cells = settingsMarkdown(language)
      .split('\n')
      .map((line) => line.split(' | ')[1]);
    const variables = settingNames.map((name) => `\`${settingsTable[name].env}\``);
    expect(cells.filter((cell) => cell?.startsWith('`')).sort()).toEqual(variables.sort());
  });
});

describe('withSettings', () => {
  test('replaces what stands between the marks and nothing else, once and for all', () => {
    const once = withSettings('# A\n<!-- settings -->\nWhat stood here before\n<!-- /settings -->\n# B\n', 'en');
    expect(once.startsWith('# A\n<!-- settings -->\n\n**')).toBe(true);
    expect(once.endsWith(' |\n\n<!-- /settings -->\n# B\n')).toBe(true);
    expect(once).not.toContain('What stood here');
    expect(withSettings(once, 'en')).toBe(once);
  });

  test('leaves a text without marks alone', () => {
    expect(withSettings('# A\n', 'en')).toBe('# A\n');
  });
});
