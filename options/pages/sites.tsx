import { useEffect } from 'preact/hooks';
import { t } from '../state/language.ts';
import { useStores } from '../state/stores.ts';
import { Loaded } from '../ui/loaded.tsx';
import { Page } from '../ui/page.tsx';
import { SettingRow } from './settings/setting-row.tsx';
import { AllowSite } from './sites/allow-site.tsx';
import { SiteRow } from './sites/site-row.tsx';

/** Which web sites may use the pool. Only where web pages ask: in the extension. */
export function SitesPage() {
  const { sites, settings } = useStores();
  const local = settings.list.data.value?.find((view) => view.name === 'allowLocalPages');
  // The switch decides about sites of this computer that nobody decided about.
  useEffect(() => void sites.list.refresh(), [sites, local?.value]);
  return (
    <Page title={t('page.sites')} intro={t('sites.intro')}>
      <AllowSite />
      <section class="sites" aria-labelledby="sites">
        <h2 id="sites">{t('sites.list')}</h2>
        <Loaded resource={sites.list}>
          {(list) =>
            list.length === 0 ? (
              <p class="empty">{t('sites.none')}</p>
            ) : (
              <ul>
                {list.map((site) => (
                  <SiteRow key={site.origin} site={site} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </section>
      {local && (
        <section class="card" aria-labelledby="this-computer">
          <h2 id="this-computer">{t('sites.this-computer')}</h2>
          <SettingRow name="allowLocalPages" view={local} />
        </section>
      )}
    </Page>
  );
}
