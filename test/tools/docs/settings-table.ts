/**
 * The READMEs' tables of settings, made from the settings table and the config page's texts.
 * `npx tsx test/tools/docs/settings-table.ts --write` brings the READMEs up to date.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { settingGroups } from '../../../options/state/setting-groups.ts';
import { type SettingName, type SettingSpec, settingsTable } from '../../../src/contract/settings/table.ts';
import { type Language, translate } from '../../../src/i18n/translate.ts';
import { choiceWords, textOf } from '../../../src/i18n/value-words.ts';

export const readmes: Readonly<Record<Language, string>> = { en: 'README.md', zh: 'README.zh-CN.md' };

const heads: Readonly<Record<Language, string>> = {
  en: '| setting | variable | default | meaning |',
  zh: '| 设置 | 环境变量 | 默认值 | 含义 |',
};

/** Between a choice and its words, and between choices. */
const marks: Readonly<Record<Language, readonly [string, string]>> = { en: [': ', '; '], zh: ['：', '；'] };

const begin = '<!-- settings -->';
const end = '<!-- /settings -->';

/** One Markdown table for each group of settings. */
export function settingsMarkdown(language: Language): string {
  return settingGroups()
    .map(([group, names]) => {
      const rows = names.map((name) => settingRow(language, name));
      return [`**${translate(language, `group.${group}`)}**`, '', heads[language], '|---|---|---|---|', ...rows].join(
        '\n',
      );
    })
    .join('\n\n');
}

function settingRow(language: Language, name: SettingName): string {
  const { env } = settingsTable[name];
  const cells = [
    translate(language, `settings.${name}.title`),
    `\`${env}\``,
    defaultCell(language, name),
    meaning(language, name),
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** The default as it is written into the variable, with its unit; a word only where it is empty. */
function defaultCell(language: Language, name: SettingName): string {
  const spec: SettingSpec = settingsTable[name];
  const text = textOf(spec.default);
  if (text === '') return translate(language, 'settings.default.empty');
  return 'unit' in spec && spec.unit
    ? `\`${text}\` ${translate(language, `settings.unit.${spec.unit}`, { n: Number(spec.default) })}`
    : `\`${text}\``;
}

function meaning(language: Language, name: SettingName): string {
  const spec: SettingSpec = settingsTable[name];
  const help = translate(language, `settings.${name}.help`);
  if (spec.kind !== 'choice') return help;
  const [means, next] = marks[language];
  const choices = spec.choices.map((choice) => `\`${choice}\`${means}${choiceWords(language, name, choice)}`);
  return translate(language, 'app.sentences', { first: help, second: choices.join(next) });
}

/** The README with the block between the two marks replaced; as it was where it has no marks. */
export function withSettings(readme: string, language: Language): string {
  const from = readme.indexOf(begin);
  const to = readme.indexOf(end);
  if (from < 0 || to < from) return readme;
  return `${readme.slice(0, from + begin.length)}\n\n${settingsMarkdown(language)}\n\n${readme.slice(to)}`;
}

/** The README's text, or undefined where there is none. */
export function readReadme(language: Language): string | undefined {
  const path = pathOf(language);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

const pathOf = (language: Language) => fileURLToPath(new URL(`../../../${readmes[language]}`, import.meta.url));

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const language of ['en', 'zh'] as const) {
    const readme = readReadme(language);
    if (process.argv.includes('--write') && readme !== undefined) {
      writeFileSync(pathOf(language), withSettings(readme, language));
    } else {
      process.stdout.write(`${settingsMarkdown(language)}\n\n`);
    }
  }
}
