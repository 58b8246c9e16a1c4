import { useEffect } from 'preact/hooks';
import { t } from '../state/language.ts';
import { useStores } from '../state/stores.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

/** Shows nothing where calls to `url` are free; otherwise says so and asks for the browser's permission at a click. */
export function HostAccess({ url }: { url: string }) {
  const { hostAccess } = useStores();
  useEffect(() => void hostAccess.check(url), [hostAccess, url]);
  const access = hostAccess.known.value.get(url) ?? 'granted';
  if (access === 'granted') return null;
  return (
    <Notice tone="wait" action={<Button onClick={() => void hostAccess.ask(url)}>{t('access.allow')}</Button>}>
      {access === 'denied' ? t('access.denied') : t('access.missing', { host: decodeURIComponent(new URL(url).host) })}
    </Notice>
  );
}
