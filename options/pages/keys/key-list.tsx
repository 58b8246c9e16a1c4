import type { KeyView } from '../../../src/contract/keys.ts';
import { t } from '../../state/language.ts';
import { href, route } from '../../state/route.ts';
import { pageSize, selectionOf, selectKeys } from '../../state/select-keys.ts';
import { Pager } from '../../ui/pager.tsx';
import { KeyRow } from './key-row.tsx';
import { ListProblem } from './list-problem.tsx';
import { ListTools } from './list-tools.tsx';
import { ManyKeys } from './many-keys.tsx';
import { RecentlyRemoved } from './recently-removed.tsx';
import { useHealth } from './use-health.ts';

/** What is shown stands in the address, so that other pages can link to "the keys that are not usable". */
export function KeyList({ keys }: { keys: readonly KeyView[] }) {
  const { query } = route.value;
  const selection = selectionOf(query);
  const selected = selectKeys(keys, selection);
  const health = useHealth(selected.rows.map(({ id }) => id));
  if (keys.length === 0) {
    return (
      <>
        <RecentlyRemoved />
        <ListProblem />
        <p class="empty">{t('keys.empty')}</p>
      </>
    );
  }
  return (
    <>
      <ListTools selection={selection} selected={selected} searchable={keys.length > pageSize / 5} />
      <RecentlyRemoved />
      <ListProblem />
      {selected.matching === 0 ? (
        <p class="empty">{t('keys.no-match')}</p>
      ) : (
        <ManyKeys keys={keys} matching={selected.ids} />
      )}
      <ul class="keys">
        {selected.rows.map((key) => (
          <KeyRow key={key.id} view={key} hours={health.value[key.id]} />
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
