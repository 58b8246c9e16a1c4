import { t } from '../i18n/language.ts';
import { href, pageIds, route } from '../state/route.ts';
import { Icon } from './icon.tsx';
import { Mark } from './mark.tsx';

export function Nav() {
  return (
    <nav class="nav" aria-label={t('app.nav')}>
      <a class="brand" href={href('home')}>
        <Mark />
        {t('app.name')}
      </a>
      <ul>
        {pageIds.map((id) => (
          <li key={id}>
            <a href={href(id)} aria-current={route.value.page === id ? 'page' : undefined}>
              <Icon name={id} />
              {t(`page.${id}`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
