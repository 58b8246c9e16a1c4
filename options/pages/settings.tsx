import { useId } from 'preact/hooks';
import { isSettingName, type SettingName } from '../../src/contract/settings/table.ts';
import type { SettingView } from '../../src/contract/settings/value.ts';
import { findSettings } from '../state/find-settings.ts';
import { t } from '../state/language.ts';
import { replaceQuery, route } from '../state/route.ts';
import { settingGroups } from '../state/setting-groups.ts';
import { useStores } from '../state/stores.ts';
import { Loaded } from '../ui/loaded.tsx';
import { Page } from '../ui/page.tsx';
import { SettingRow } from './settings/setting-row.tsx';

/** Drawn from the settings table: a new row there is a new field here. */
export function SettingsPage() {
  const { list } = useStores().settings;
  const id = useId();
  const { query } = route.value;
  const search = query.search ?? '';
  return (
    <Page title={t('page.settings')} intro={t('settings.intro')}>
      <div class="search">
        <label for={id} class="visually-hidden">
          {t('settings.search')}
        </label>
        <input
          id={id}
          type="search"
          placeholder={t('settings.search')}
          value={search}
          onInput={(event) => replaceQuery({ ...query, search: event.currentTarget.value })}
        />
      </div>
      <Loaded resource={list}>
        {(views) => {
          const served = byName(views);
          const groups = settingGroups().map(([group, names]) => [group, findSettings(names, search)] as const);
          if (groups.every(([, names]) => names.length === 0)) return <p class="empty">{t('settings.no-match')}</p>;
          return groups.map(([group, names]) => {
            const rows = names.flatMap((name) => {
              const view = served.get(name);
              return view ? [<SettingRow key={name} name={name} view={view} />] : [];
            });
            if (rows.length === 0) return null;
            return (
              <section key={group} class="card" aria-labelledby={`group-${group}`}>
                <h2 id={`group-${group}`}>{t(`group.${group}`)}</h2>
                {rows}
              </section>
            );
          });
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
