import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/language.ts';
import { href, route } from '../state/route.ts';
import { pagesOf } from '../state/shell-pages.ts';
import { useStores } from '../state/stores.ts';
import { Icon } from './icon.tsx';
import { Mark } from './mark.tsx';

export function Nav() {
  const list = useRef<HTMLUListElement>(null);
  const { page } = route.value;
  const shell = useStores().status.data.value?.shell;
  // Where the list is too narrow for all pages it scrolls: the current one must be in sight.
  useEffect(() => {
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [page]);
  return (
    <nav class="nav" aria-label={t('app.nav')}>
      <a class="brand" href={href('home')}>
        <Mark />
        {t('app.name')}
      </a>
      <ul ref={list}>
        {pagesOf(shell).map((id) => (
          <li key={id}>
            <a href={href(id)} aria-current={page === id ? 'page' : undefined}>
              <Icon name={id} />
              {t(`page.${id}`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
