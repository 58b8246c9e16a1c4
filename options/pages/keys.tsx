import { t } from '../state/language.ts';
import { useStores } from '../state/stores.ts';
import { Loaded } from '../ui/loaded.tsx';
import { Page } from '../ui/page.tsx';
import { VertexAccess } from '../ui/vertex-access.tsx';
import { AddKeys } from './keys/add-keys.tsx';
import { CheckProgress } from './keys/check-progress.tsx';
import { KeyList } from './keys/key-list.tsx';
import { UndoBar } from './keys/undo-bar.tsx';
import { useFreshKeys } from './keys/use-fresh-keys.ts';

export function KeysPage() {
  const { keys } = useStores();
  useFreshKeys();
  return (
    <Page title={t('page.keys')}>
      <AddKeys />
      <VertexAccess />
      <CheckProgress />
      <section aria-labelledby="key-list">
        <h2 id="key-list">{t('keys.list')}</h2>
        <Loaded resource={keys.list}>{(list) => <KeyList keys={list} />}</Loaded>
      </section>
      <UndoBar />
    </Page>
  );
}
