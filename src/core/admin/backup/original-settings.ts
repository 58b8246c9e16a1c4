/** The `settings.json` of the original project, taken for a backup of what it names. Pure. */

import {
  defaultSettings,
  parseSetting,
  type SettingName,
  settingNames,
  settingsTable,
} from '../../../contract/settings/table.ts';
import type { SettingValue } from '../../../contract/settings/value.ts';
import { type FoundKey, parseKeys } from '../../pool/keys/parse-keys.ts';
import { settingsVersion } from '../../settings/migrations.ts';
import { isSame } from '../../utils/json/is-same.ts';
import type { Backup } from './backup.ts';

/** Its variables by their names in the environment, but for those of the search, which it keeps in an object. */
type OriginalFile = Readonly<Record<string, unknown>>;

/**
 * Undefined for what is no such file. Values that are Hajimi's default anyway are left out, so that they are not taken for
 * a person's choice; so are those that the setting cannot hold.
 * @param now ms since the epoch: the file does not say when it was written.
 */
export function readOriginalSettings(file: unknown, now: number): Backup | undefined {
  if (typeof file !== 'object' || file === null || !('GEMINI_API_KEYS' in file) || 'kind' in file) return undefined;
  const original = withSearch(file as OriginalFile);
  const settings = settingNames.flatMap((name) => {
    const value = chosen(name, original[settingsTable[name].env]);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    kind: 'hajimi-backup',
    version: 1,
    settingsVersion,
    createdAt: now,
    partial: true,
    settings: Object.fromEntries(settings) as Backup['settings'],
    keys: readKeys(original, now),
  };
}

function withSearch({ search, ...file }: OriginalFile): OriginalFile {
  if (typeof search !== 'object' || search === null) return file;
  const { search_mode: mode, search_prompt: prompt } = search as OriginalFile;
  return { ...file, SEARCH_MODE: mode, SEARCH_PROMPT: prompt };
}

function chosen(name: SettingName, input: unknown): SettingValue | undefined {
  if (input === undefined || input === '') return undefined;
  try {
    const value = parseSetting(name, input);
    return isSame(value, defaultSettings[name]) ? undefined : value;
  } catch {
    return undefined;
  }
}

/**
 * False positives: the original also called keys invalid whose test a network failure had stopped
 * (docs/design/peers.md#keys-called-invalid). They are imported with a note, and the first call shows what they are.
 */
function readKeys(file: OriginalFile, now: number): NonNullable<Backup['keys']> {
  const keys = new Map<string, { readonly key: FoundKey; readonly note: string }>();
  const take = (name: string, note = '', kind?: FoundKey['kind']) => {
    const text = file[name];
    for (const key of parseKeys(typeof text === 'string' ? text : '')) {
      if (!keys.has(key.secret)) keys.set(key.secret, { key: kind ? { ...key, kind } : key, note });
    }
  };
  take('VERTEX_EXPRESS_API_KEY', '', 'vertex-express');
  take('GOOGLE_CREDENTIALS_JSON');
  take('GEMINI_API_KEYS');
  take('INVALID_API_KEYS', 'INVALID_API_KEYS');
  return [...keys.values()].map(({ key, note }, index) => ({
    ...key,
    note,
    label: '',
    addedAt: now + index,
    enabled: true,
    limits: {},
  }));
}
