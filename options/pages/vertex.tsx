import { isSettingName, type SettingName } from '../../src/core/settings.ts';
import { t } from '../i18n/language.ts';
import { useStores } from '../state/stores.ts';
import { Loaded } from '../ui/loaded.tsx';
import { Page } from '../ui/page.tsx';
import { AddKeys } from './keys/add-keys.tsx';
import { CheckProgress } from './keys/check-progress.tsx';
import { UndoBar } from './keys/undo-bar.tsx';
import { useFreshKeys } from './keys/use-fresh-keys.ts';
import { SettingRow } from './settings/setting-row.tsx';
import { VertexList } from './vertex/vertex-list.tsx';

const settingsOfVertex = [
  'enableVertex',
  'enableVertexExpress',
  'vertexProjectId',
  'vertexLocation',
  'vertexBaseUrl',
] as const satisfies readonly SettingName[];

/** Everything about Google's other door to the same models: what it needs, its credentials, its settings. */
export function VertexPage() {
  const { keys, settings } = useStores();
  useFreshKeys();
  const views = settings.list.data.value ?? [];
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
        <Loaded resource={keys.list}>{(list) => <VertexList keys={list} />}</Loaded>
      </section>
      <section class="card" aria-labelledby="vertex-settings">
        <h2 id="vertex-settings">{t('page.settings')}</h2>
        {views.map((view) => {
          const { name } = view;
          const isOne = settingsOfVertex.some((one) => one === name);
          return isOne && isSettingName(name) ? <SettingRow key={name} name={name} view={view} /> : null;
        })}
      </section>
      <UndoBar />
    </Page>
  );
}
