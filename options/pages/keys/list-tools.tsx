import { useId } from 'preact/hooks';
import { t } from '../../state/language.ts';
import { replaceQuery, route } from '../../state/route.ts';
import { type KeySelection, keyOrders, type SelectedKeys } from '../../state/select-keys.ts';
import { Choice } from '../../ui/choice.tsx';
import { StateFilter } from './state-filter.tsx';

/** Which keys are shown, and in which order. A short list needs no search. */
export function ListTools({ selection, selected, searchable }: Props) {
  const id = useId();
  const { query } = route.value;
  return (
    <div class="list-tools">
      <StateFilter selection={selection} counts={selected.counts} />
      {searchable && (
        <div class="list-find">
          <Choice
            label={t('keys.order')}
            value={selection.order}
            options={keyOrders.map((order) => [order, t(`keys.order.${order}`)] as const)}
            onChoose={(order) => replaceQuery({ ...query, page: '', order: order === 'added' ? '' : order })}
          />
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
        </div>
      )}
    </div>
  );
}

interface Props {
  readonly selection: KeySelection;
  readonly selected: SelectedKeys;
  readonly searchable: boolean;
}
