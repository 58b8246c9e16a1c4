import { type SettingGroup, type SettingName, settingNames, settingsTable } from '../../src/contract/settings/table.ts';

/** From what most people look for to what few ever need. */
const order: Readonly<Record<SettingGroup, number>> = {
  upstream: 0,
  pool: 1,
  answers: 2,
  translation: 3,
  models: 4,
  limits: 5,
  debug: 6,
};

/** The groups that have settings, in the order in which a person meets them; settings in the order of the table. */
export function settingGroups(): ReadonlyArray<readonly [SettingGroup, readonly SettingName[]]> {
  const groups = new Set<SettingGroup>(settingNames.map((name) => settingsTable[name].group));
  return [...groups]
    .sort((a, b) => order[a] - order[b])
    .map((group) => [group, settingNames.filter((name) => settingsTable[name].group === group)]);
}
