import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { SiteView } from '../../src/contract/sites.ts';
import { SiteProblem } from '../pages/sites/site-problem.tsx';
import { TakeOver } from '../pages/sites/take-over.tsx';
import type { OpenTab } from '../shell/tab.ts';
import { t } from '../state/language.ts';
import { createResource } from '../state/resource.ts';
import { useStores } from '../state/stores.ts';
import { Button } from '../ui/button.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Switch } from '../ui/switch.tsx';

/** Whether the page that is open may use Hajimi, and what it may. */
export function ThisSite({ tab, origin }: { tab: OpenTab; origin: string }) {
  const { api, sites } = useStores();
  const site = useMemo(() => createResource(() => api.sites.get({ origin })), [api, origin]);
  const changed = useSignal(false);
  useEffect(() => void site.refresh(), [site]);

  const done = async (change: Promise<unknown>) => {
    await change;
    changed.value = true;
    await site.refresh();
  };
  const turn = (on: boolean) => void done(on ? sites.allow(origin) : sites.revoke(origin));
  return (
    <section class="card" aria-labelledby="site">
      <p id="site" class="site-name">
        {new URL(origin).host}
      </p>
      <Loaded resource={site}>
        {(view: SiteView) => (
          <>
            <div class="switch-row">
              <label for="use">{t('popup.use')}</label>
              <Switch id="use" on={view.state === 'allowed'} onTurn={turn} />
            </div>
            {view.state === 'allowed' && (
              <TakeOver site={view} onTurn={(takeOver) => void done(sites.change({ origin, takeOver }))} />
            )}
          </>
        )}
      </Loaded>
      <SiteProblem />
      {changed.value && (
        <div class="reload">
          <p class="help">{t('popup.reload.help')}</p>
          <Button onClick={tab.reload}>{t('popup.reload')}</Button>
        </div>
      )}
    </section>
  );
}
