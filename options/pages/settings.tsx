import type { SettingView } from '../../src/core/admin/types.ts';
import {
  isSettingName,
  type SettingGroup,
  type SettingName,
  settingNames,
  settingsTable,
} from '../../src/core/settings.ts';
import { t } from '../i18n/language.ts';
import { useStores } from '../state/stores.ts';
import { Loaded } from '../ui/loaded.tsx';
import { Page } from '../ui/page.tsx';
import { SettingRow } from './settings/setting-row.tsx';

/** Drawn from the settings table: a new row there is a new field here. */
export function SettingsPage() {
  const { list } = useStores().settings;
  return (
    <Page title={t('page.settings')} intro={t('settings.intro')}>
      <Loaded resource={list}>
        {(views) => {
          const served = byName(views);
          return groups().map(([group, names]) => (
            <section key={group} class="card" aria-labelledby={`group-${group}`}>
              <h2 id={`group-${group}`}>{t(`group.${group}`)}</h2>
              {names.map((name) => {
                const view = served.get(name);
                return view && <SettingRow key={name} name={name} view={view} />;
              })}
            </section>
          ));
        }}
      </Loaded>
    </Page>
  );
}

function byName(views: readonly SettingView[]): ReadonlyMap<SettingName, SettingView> {
  const served = new Map<SettingName, SettingView>();
  for (const view of views) if (isSettingName(view.name)) served.set(view.name, view);
  return served;
}

/** From what most people look for to what few ever need. */
const groupOrder: Readonly<Record<SettingGroup, number>> = {
  upstream: 0,
  pool: 1,
  answers: 2,
  translation: 3,
  models: 4,
  limits: 5,
  debug: 6,
};

function groups(): ReadonlyArray<readonly [SettingGroup, readonly SettingName[]]> {
  const order = (group: SettingGroup) => groupOrder[group];
  const used = [...new Set(settingNames.map((name) => settingsTable[name].group))].sort((a, b) => order(a) - order(b));
  return used.map((group) => [group, settingNames.filter((name) => settingsTable[name].group === group)]);
}
