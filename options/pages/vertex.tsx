import type { SettingName } from '../../src/contract/settings/table.ts';
import { t } from '../state/language.ts';
import { useStores } from '../state/stores.ts';
import { Loaded } from '../ui/loaded.tsx';
import { Page } from '../ui/page.tsx';
import { AddKeys } from './keys/add-keys.tsx';
import { CheckProgress } from './keys/check-progress.tsx';
import { ListProblem } from './keys/list-problem.tsx';
import { UndoBar } from './keys/undo-bar.tsx';
import { useFreshKeys } from './keys/use-fresh-keys.ts';
import { SomeSettings } from './settings/some-settings.tsx';
import { VertexList } from './vertex/vertex-list.tsx';

const settingsOfVertex: readonly SettingName[] = [
  'enableVertex',
  'enableVertexExpress',
  'vertexProjectId',
  'vertexLocation',
  'vertexBaseUrl',
];

/** Everything about Google's other door to the same models: what it needs, its credentials, its settings. */
export function VertexPage() {
  const { keys } = useStores();
  useFreshKeys();
  return (
    <Page title={t('page.vertex')} intro={t('vertex.intro')}>
      <section class="card prose" aria-labelledby="vertex-needs">
        <h2 id="vertex-needs">{t('vertex.needs')}</h2>
        <ul>
          <li>{t('vertex.needs.express')}</li>
          <li>{t('vertex.needs.account')}</li>
          <li>{t('vertex.needs.cost')}</li>
        </ul>
      </section>
      <AddKeys vertex />
      <CheckProgress />
      <section aria-labelledby="vertex-list">
        <h2 id="vertex-list">{t('vertex.list')}</h2>
        <ListProblem />
        <Loaded resource={keys.list}>{(list) => <VertexList keys={list} />}</Loaded>
      </section>
      <SomeSettings title={t('page.settings')} names={settingsOfVertex} />
      <UndoBar />
    </Page>
  );
}
