import { useEffect } from 'preact/hooks';
import { t } from '../state/language.ts';
import { route } from '../state/route.ts';
import { useStores } from '../state/stores.ts';
import { Icon } from '../ui/icon.tsx';
import { Page } from '../ui/page.tsx';
import { ErrorGuide, entryOf } from './about/error-guide.tsx';

export function About() {
  const version = useStores().status.data.value?.version;
  const { error } = route.value.query;
  // After the page's heading has taken the focus.
  useEffect(() => {
    if (error !== undefined) document.getElementById(entryOf(error))?.focus();
  }, [error]);
  return (
    <Page title={t('page.about')} intro={t('about.what')}>
      <section class="card prose">
        <h2>{t('about.leaves')}</h2>
        <ul>
          <li>{t('about.leaves.requests')}</li>
          <li>{t('about.leaves.images')}</li>
          <li>{t('about.leaves.rest')}</li>
        </ul>
        <p>{t('about.google')}</p>
      </section>
      <ErrorGuide open={error !== undefined} />
      <section class="card prose">
        <h2>{t('about.licence')}</h2>
        <p>{t('about.licence.text')}</p>
        <h2>{t('about.credit')}</h2>
        <p>{t('about.credit.text')}</p>
        <p>
          <a href="https://github.com/wyeeeee/hajimi" target="_blank" rel="noreferrer">
            {t('about.credit.link')} <Icon name="external" />
          </a>
        </p>
      </section>
      {version && <p class="fine-print">{t('about.version', { version })}</p>}
    </Page>
  );
}
