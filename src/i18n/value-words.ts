import { type SettingName, type SettingSpec, settingsTable } from '../contract/settings/table.ts';
import type { SettingValue } from '../contract/settings/value.ts';
import { formatCount } from './intl.ts';
import { catalogues, type Language, translate } from './translate.ts';

/** The words for one choice of a setting; the choice itself where it speaks for itself. */
export function choiceWords(language: Language, name: SettingName, choice: string): string {
  const texts: Readonly<Record<string, unknown>> = catalogues[language];
  const words = texts[`settings.${name}.choice.${choice}`];
  return typeof words === 'string' ? words : choice;
}

/** A setting's value as a person would say it. */
export function valueWords(language: Language, name: SettingName, value: SettingValue): string {
  const spec: SettingSpec = settingsTable[name];
  if (typeof value === 'boolean') return translate(language, value ? 'settings.on' : 'settings.off');
  if (typeof value === 'number') {
    const digits = formatCount(value, language);
    return 'unit' in spec && spec.unit
      ? `${digits} ${translate(language, `settings.unit.${spec.unit}`, { n: value })}`
      : digits;
  }
  if (spec.kind === 'choice') return choiceWords(language, name, String(value));
  return textOf(value) || translate(language, 'settings.default.empty');
}

/** A value as it stands in a text field. */
export function textOf(value: SettingValue): string {
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value);
}
