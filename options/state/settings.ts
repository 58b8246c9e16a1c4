import type { SettingName } from '../../src/contract/settings/table.ts';
import type { SettingValue, SettingView } from '../../src/contract/settings/value.ts';
import type { Api } from '../api.ts';
import { createResource, type Resource } from './resource.ts';

export interface SettingsState {
  readonly list: Resource<readonly SettingView[]>;
  /** @throws {ApiError} */
  set(name: SettingName, value: SettingValue): Promise<void>;
  /** The same with what is made of the value that holds once all changes before this one are stored. @throws {ApiError} */
  change(name: SettingName, how: (value: SettingValue | undefined) => SettingValue): Promise<void>;
  /** @throws {ApiError} */
  reset(name: SettingName): Promise<void>;
}

export function createSettings(api: Api['settings']): SettingsState {
  const list = createResource(api.list);
  let last: Promise<unknown> = Promise.resolve();

  /** One write after the other, so that a quick second change can never be overtaken by the first. */
  function write(request: () => Promise<readonly SettingView[]>): Promise<void> {
    const done = last.then(request).then((views) => list.change(() => views));
    last = done.catch(() => {});
    return done;
  }

  return {
    list,
    set: (name, value) => write(() => api.set(name, { value })),
    change: (name, how) =>
      write(() => api.set(name, { value: how(list.data.peek()?.find((view) => view.name === name)?.value) })),
    reset: (name) => write(() => api.reset(name)),
  };
}
