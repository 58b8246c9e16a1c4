import type { SettingValue } from '../../src/core/ports.ts';
import { type SettingName, type SettingSpec, settingsTable } from '../../src/core/settings.ts';
import { isKey, language, t } from './language.ts';

/** The words for one choice of a setting; the choice itself where it speaks for itself. */
export function choiceWords(name: SettingName, choice: string): string {
  const key = `settings.${name}.choice.${choice}`;
  return isKey(key) ? t(key as 'settings.rotation.choice.sticky') : choice;
}

/** A setting's value as a person would say it. */
export function valueWords(name: SettingName, value: SettingValue): string {
  const spec: SettingSpec = settingsTable[name];
  if (typeof value === 'boolean') return value ? t('settings.on') : t('settings.off');
  if (typeof value === 'number') {
    const digits = value.toLocaleString(language.value);
    return 'unit' in spec && spec.unit ? `${digits} ${t(`settings.unit.${spec.unit}`)}` : digits;
  }
  if (spec.kind === 'choice') return choiceWords(name, String(value));
  return textOf(value) || t('settings.default.empty');
}

/** A value as it stands in a text field. */
export function textOf(value: SettingValue): string {
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value);
}
