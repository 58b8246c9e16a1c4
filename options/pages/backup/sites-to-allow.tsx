import { t } from '../../state/language.ts';
import { href } from '../../state/route.ts';
import { useStores } from '../../state/stores.ts';
import { Notice } from '../../ui/notice.tsx';

/** What no file can bring back: the browser gives its permission for a site only at a click. */
export function SitesToAllow() {
  const { sites } = useStores();
  const waiting = sites.list.data.value?.filter(({ state }) => state === 'asked') ?? [];
  if (waiting.length === 0) return null;
  return (
    <Notice
      tone="wait"
      action={
        <a class="button plain" href={href('sites')}>
          {t('page.sites')}
        </a>
      }
    >
      {t('backup.sites.ask', { n: waiting.length })}
    </Notice>
  );
}
