/** Migrations of stored settings: what an earlier version wrote, as this one means it. Pure. */

import { defaultSettings } from '../../contract/settings/table.ts';
import type { SettingValue } from '../../contract/settings/value.ts';

/** Of the stored form of the settings. Raise it with each migration, and let the migration ask for it. */
export const settingsVersion = 1;

/** Where a store says in which version its settings are; no setting has this name, so earlier builds pass over it. */
export const settingsVersionKey = 'schemaVersion';

/**
 * 2026-12: the models behind these default aliases ended. The page stores the whole list with the first change of it, so
 * the entries lie in stores word for word, though nobody typed them.
 */
const defaultAliasesBefore1: readonly string[] = [
  'gpt-image-*=gemini-2.5-flash-image',
  'gpt-*-tts=gemini-2.5-flash-preview-tts',
  'gpt-*=gemini-2.5-flash',
  'chatgpt-*=gemini-2.5-flash',
  'dall-e-*=gemini-2.5-flash-image',
  'tts-1*=gemini-2.5-flash-preview-tts',
];

const patternOf = (alias: string) => alias.slice(0, alias.indexOf('='));

/** An alias as a person typed it, or as it is by default today where it was by default before. */
function currentAlias(alias: string): string {
  if (!defaultAliasesBefore1.includes(alias)) return alias;
  return defaultSettings.modelAliases.find((one) => patternOf(one) === patternOf(alias)) ?? alias;
}

/**
 * A stored value as this version would have stored it.
 * @param from version in which it was stored; 0 where none is said
 */
export function migrateSetting(name: string, value: SettingValue, from: number): SettingValue {
  if (from < 1 && name === 'modelAliases' && Array.isArray(value)) return value.map(currentAlias);
  return value;
}
