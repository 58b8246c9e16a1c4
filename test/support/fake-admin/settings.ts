import type { Handlers } from '../../../src/contract/endpoint.ts';
import type { Endpoints } from '../../../src/contract/endpoints.ts';
import {
  isSettingName,
  parseSetting,
  type Settings,
  settingNames,
  settingsTable,
} from '../../../src/contract/settings/table.ts';
import type { SettingValue, SettingView } from '../../../src/contract/settings/value.ts';
import { notFound, Refusal } from './refusal.ts';

/** `/api/settings` in memory. @param env what pretends to come from the environment */
export function fakeSettings(env: Partial<Settings>): Handlers<Endpoints['settings']> {
  const stored = new Map<string, SettingValue>();
  const list = (): SettingView[] =>
    settingNames.map((name) => {
      const fallback = settingsTable[name].default;
      const source = name in env ? 'env' : stored.has(name) ? 'stored' : 'default';
      return { name, value: env[name] ?? stored.get(name) ?? fallback, default: fallback, source };
    });
  return {
    list,
    set({ params: { name }, body: { value } }) {
      if (!isSettingName(name)) return notFound();
      try {
        stored.set(name, parseSetting(name, value));
      } catch (error) {
        throw new Refusal(400, String(error));
      }
      return list();
    },
    reset({ params: { name } }) {
      stored.delete(name);
      return list();
    },
  };
}
