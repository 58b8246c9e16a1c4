import { useId } from 'preact/hooks';
import type { KeyView } from '../../../src/core/admin/types.ts';
import { t } from '../../i18n/language.ts';
import { href, replaceQuery, route } from '../../state/route.ts';
import { pageSize, selectionOf, selectKeys } from '../../state/select-keys.ts';
import { Pager } from '../../ui/pager.tsx';
import { KeyRow } from './key-row.tsx';
import { StateFilter } from './state-filter.tsx';

/** What is shown stands in the address, so that other pages can link to "the keys that are not usable". */
export function KeyList({ keys }: { keys: readonly KeyView[] }) {
  const id = useId();
  if (keys.length === 0) return <p class="empty">{t('keys.empty')}</p>;
  const { query } = route.value;
  const selection = selectionOf(query);
  const selected = selectKeys(keys, selection);
  return (
    <>
      <div class="list-tools">
        <StateFilter selection={selection} counts={selected.counts} />
        {keys.length > pageSize / 5 && (
          <div class="search">
            <label for={id} class="visually-hidden">
              {t('keys.search')}
            </label>
            <input
              id={id}
              type="search"
              placeholder={t('keys.search')}
              value={selection.search}
              onInput={(event) => replaceQuery({ ...query, page: '', search: event.currentTarget.value })}
            />
          </div>
        )}
      </div>
      {selected.matching === 0 && <p class="empty">{t('keys.no-match')}</p>}
      <ul class="keys">
        {selected.rows.map((key) => (
          <KeyRow key={key.id} view={key} />
        ))}
      </ul>
      <Pager
        page={selected.page}
        pages={selected.pages}
        link={(page) => href('keys', { ...query, page: String(page) })}
      />
    </>
  );
}
