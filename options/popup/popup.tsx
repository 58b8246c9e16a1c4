import { useEffect } from 'preact/hooks';
import { type OpenTab, openConfigPage } from '../shell/tab.ts';
import { t } from '../state/language.ts';
import { useStores } from '../state/stores.ts';
import { Button } from '../ui/button.tsx';
import { Loaded } from '../ui/loaded.tsx';
import { Mark } from '../ui/mark.tsx';
import { LastProblem } from './last-problem.tsx';
import { ThisSite } from './this-site.tsx';
import { Today } from './today.tsx';

/** All that is worth knowing without leaving the page that is open. */
export function Popup({ tab }: { tab: OpenTab }) {
  const { status } = useStores();
  useEffect(() => void status.refresh(), [status]);
  return (
    <main>
      <h1 class="brand">
        <Mark />
        {t('app.name')}
      </h1>
      {tab.origin === undefined ? <p class="help">{t('popup.no-site')}</p> : <ThisSite tab={tab} origin={tab.origin} />}
      <Loaded resource={status}>{(data) => <Today status={data} />}</Loaded>
      <LastProblem />
      <Button onClick={() => void openConfigPage()}>{t('popup.open')}</Button>
    </main>
  );
}
