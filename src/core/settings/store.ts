/** The settings in force: what env says wins over what was stored, which wins over the default. */

import {
  defaultSettings,
  type InForce,
  isSettingName,
  parseSetting,
  type SettingName,
  type Settings,
  settingNames,
} from '../../contract/settings/table.ts';
import type { SettingValue, SettingView } from '../../contract/settings/value.ts';
import type { Change } from '../ports.ts';
import type { Journal } from '../store/write-behind.ts';
import { migrateSetting, settingsVersion, settingsVersionKey } from './migrations.ts';

export interface SettingsStore {
  /** The values in force; the same object until something changes. */
  current(): InForce;
  view(): readonly SettingView[];
  /**
   * Stores a value and resolves once it is on disk.
   * @throws {SettingError} when the setting cannot hold it.
   */
  set(name: SettingName, input: unknown): Promise<void>;
  /** Forgets the stored value. */
  reset(name: SettingName): Promise<void>;
  /** Whether a person or the environment chose the value. */
  isSet(name: SettingName): boolean;
  /** Hears of the values after each change. */
  onChange(heard: (current: InForce) => void): void;
  /** Takes over what another relay or context stored. */
  follow(changes: readonly Change[]): void;
}

/**
 * @param stored values from the store's snapshot; what no longer fits its setting is ignored, not fatal: an older or newer
 *   version may have written it.
 * @param env values that the environment fixes (relay only).
 */
export function createSettingsStore(
  deps: { journal: Journal },
  stored: ReadonlyMap<string, SettingValue>,
  env: Partial<Settings> = {},
): SettingsStore {
  const own = new Map<SettingName, SettingValue>();
  const listeners: Array<(current: InForce) => void> = [];
  let current: Settings = defaultSettings;
  const recompute = () => {
    current = Object.freeze({ ...defaultSettings, ...Object.fromEntries(own), ...env }) as Settings;
    for (const heard of listeners) heard(current);
  };
  const adopt = (name: string, value: SettingValue | undefined) => {
    if (!isSettingName(name)) return;
    try {
      if (value === undefined) own.delete(name);
      else own.set(name, parseSetting(name, value));
    } catch {
      own.delete(name);
    }
    recompute();
  };
  const storedVersion = stored.get(settingsVersionKey);
  const from = typeof storedVersion === 'number' ? storedVersion : 0;
  // A newer version's mark stays: what it has moved is not to be moved again.
  let isMarked = from >= settingsVersion;
  for (const [name, value] of stored) {
    const current = migrateSetting(name, value, from);
    if (current !== value) deps.journal.put('settings', name, current);
    adopt(name, current);
  }
  if (stored.size > 0) markVersion();
  recompute();

  /** So that what a person types from now on is never taken for what an earlier version wrote. */
  function markVersion(): void {
    if (isMarked) return;
    isMarked = true;
    deps.journal.put('settings', settingsVersionKey, settingsVersion);
  }

  return {
    current: () => current,
    view: () =>
      settingNames.map((name) => ({
        name,
        value: current[name],
        default: defaultSettings[name],
        source: name in env ? 'env' : own.has(name) ? 'stored' : 'default',
      })),
    async set(name, input) {
      const value = parseSetting(name, input);
      markVersion();
      deps.journal.put('settings', name, value);
      // First: a value that cannot be written yet is written later, so it holds from now on.
      adopt(name, value);
      await deps.journal.flush('strict');
    },
    async reset(name) {
      deps.journal.delete('settings', name);
      adopt(name, undefined);
      await deps.journal.flush('strict');
    },
    onChange: (heard) => void listeners.push(heard),
    isSet: (name) => name in env || own.has(name),
    follow(changes) {
      for (const change of changes) {
        if (change.in === 'settings') adopt(change.key, change.op === 'put' ? change.value : undefined);
      }
    },
  };
}
