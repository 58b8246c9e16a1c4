import { useEffect, useRef } from 'preact/hooks';
import { language, t } from '../state/language.ts';
import { href, route } from '../state/route.ts';
import { pagesOf } from '../state/shell-pages.ts';
import { useStores } from '../state/stores.ts';
import { Icon } from './icon.tsx';
import { Mark } from './mark.tsx';

export function Nav() {
  const list = useRef<HTMLUListElement>(null);
  const { page } = route.value;
  const shell = useStores().status.data.value?.shell;
  const said = language.value;
  // Where the list is too narrow for all pages it scrolls: the current one must be in sight, whatever moves it.
  useEffect(() => {
    const { current } = list;
    if (current === null) return;
    const show = () => current.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    // It speaks up once at the beginning, too.
    const watch = new ResizeObserver(show);
    watch.observe(current);
    return () => watch.disconnect();
  }, [page, shell, said]);
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
