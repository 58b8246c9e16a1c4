/** `--help`: every variable that the relay reads, from the two tables that it reads them by. */

import { type SettingName, settingNames, settingsTable, type ValueSpec } from '../../contract/settings/table.ts';
import type { Language } from '../../core/errors.ts';
import { words } from '../../i18n/cli.ts';
import { settings as settingsEn } from '../../i18n/page/en/settings.ts';
import { settings as settingsZh } from '../../i18n/page/zh/settings.ts';
import { variableNames, variables } from '../config/variables.ts';

interface Row {
  readonly name: string;
  readonly spec: ValueSpec & { readonly default: unknown };
  readonly help: string;
}

export function helpText(language: Language): string {
  const { usage, purpose, commands, byEnvironment, byPage } = words[language];
  const own = variableNames.map((name): Row => ({ name, spec: variables[name], help: variables[name][language] }));
  const shared = settingNames.map((name): Row => {
    const spec = settingsTable[name];
    return { name: spec.env, spec, help: settingHelp(name, language) };
  });
  return [
    usage,
    '',
    purpose,
    '',
    ...Object.entries(commands).map(([command, help]) => `  ${command.padEnd(18)}  ${help}`),
    '',
    byEnvironment,
    '',
    ...table(own, language),
    '',
    byPage,
    '',
    ...table(shared, language),
    '',
  ].join('\n');
}

function settingHelp(name: SettingName, language: Language): string {
  const texts: Readonly<Record<string, unknown>> = language === 'zh' ? settingsZh : settingsEn;
  return String(texts[`settings.${name}.title`] ?? '');
}

function table(rows: readonly Row[], language: Language): string[] {
  const width = Math.max(...rows.map(({ name }) => name.length));
  return rows.map(({ name, spec, help }) => `  ${name.padEnd(width)}  ${help} (${describe(spec, language)})`);
}

function describe(spec: Row['spec'], language: Language): string {
  const value = Array.isArray(spec.default) ? spec.default.join(',') : String(spec.default);
  const shown = value === '' ? [] : [words[language].default(value)];
  return [...allowed(spec), ...shown].join('; ') || spec.kind;
}

function allowed(spec: ValueSpec): string[] {
  switch (spec.kind) {
    case 'choice':
      return [spec.choices.join('|')];
    case 'boolean':
      return ['true|false'];
    case 'integer':
    case 'number':
      return [`${spec.min}-${spec.max}${'unit' in spec ? ` ${spec.unit}` : ''}`];
    default:
      return [];
  }
}
