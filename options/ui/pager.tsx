import { t } from '../state/language.ts';

interface Props {
  readonly page: number;
  readonly pages: number;
  readonly link: (page: number) => string;
}

/** Real links, so that "back", bookmarks and a middle click work. */
export function Pager({ page, pages, link }: Props) {
  if (pages === 1) return null;
  return (
    <nav class="pager" aria-label={t('keys.pages')}>
      {page > 1 ? (
        <a class="button plain" href={link(page - 1)} rel="prev">
          {t('keys.previous')}
        </a>
      ) : (
        <span />
      )}
      <span>{t('keys.page', { page, pages })}</span>
      {page < pages ? (
        <a class="button plain" href={link(page + 1)} rel="next">
          {t('keys.next')}
        </a>
      ) : (
        <span />
      )}
    </nav>
  );
}
