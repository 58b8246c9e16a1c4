import * as v from 'valibot';
import type { Handlers } from '../../contract/endpoint.ts';
import type { Endpoints } from '../../contract/endpoints.ts';
import { isSettingName, SettingError, type SettingName } from '../../contract/settings/table.ts';
import { ProxyError } from '../errors.ts';
import type { SettingsStore } from '../settings/store.ts';
import { type AdminContext, type Bodies, body } from './endpoint.ts';

export const settingBodies: Bodies<Endpoints['settings']> = {
  set: body(
    v.pipe(
      v.unknown(),
      // A body that is none of these has no value either.
      v.transform((sent) => (typeof sent === 'object' && sent !== null ? sent : {})),
      v.object({ value: v.unknown() }),
    ),
  ),
};

export const settingHandlers = ({
  settings,
}: {
  readonly settings: SettingsStore;
}): Handlers<Endpoints['settings'], AdminContext> => ({
  list: () => settings.view(),
  async set({ params, body: { value } }) {
    const name = settingName(params.name);
    try {
      await settings.set(name, value);
    } catch (error) {
      if (error instanceof SettingError) throw new ProxyError('invalid_value', { field: name, reason: error.allowed });
      throw error;
    }
    return settings.view();
  },
  async reset({ params }) {
    await settings.reset(settingName(params.name));
    return settings.view();
  },
});

function settingName(name: string): SettingName {
  if (!isSettingName(name)) throw new ProxyError('not_found', { what: `setting "${name}"` });
  return name;
}
