import { useEffect } from 'preact/hooks';
import { t } from '../state/language.ts';
import { href, route } from '../state/route.ts';
import { useStores } from '../state/stores.ts';
import { ranges, usageViewOf } from '../state/usage.ts';
import { LinkTabs } from '../ui/link-tabs.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Page } from '../ui/page.tsx';
import { Charts } from './usage/charts.tsx';
import { Forecast } from './usage/forecast.tsx';
import { Groups } from './usage/groups.tsx';
import { useStats } from './usage/use-stats.ts';

export function UsagePage() {
  const { keys } = useStores();
  const view = usageViewOf(route.value.query);
  const stats = useStats(view.range, view.by);
  // Keys are told by their labels.
  useEffect(() => {
    if (view.by === 'key' && !keys.list.data.peek()) void keys.list.refresh();
  }, [keys, view.by]);
  return (
    <Page title={t('page.usage')} intro={t('usage.intro')}>
      <LinkTabs
        label={t('usage.range')}
        current={view.range}
        tabs={ranges.map((range) => ({
          id: range,
          words: t(`usage.range.${range}`),
          href: href('usage', { ...view, range }),
        }))}
      />
      <Loaded resource={stats}>
        {(data) => (
          <>
            <Charts stats={data} />
            <Groups rows={data.groups} view={view} />
          </>
        )}
      </Loaded>
      <Forecast />
    </Page>
  );
}
