import { useEffect, useMemo } from 'preact/hooks';
import { isSettingName, type SettingName } from '../../src/core/settings.ts';
import { t } from '../i18n/language.ts';
import { withBlocked } from '../state/blocked-models.ts';
import { createResource } from '../state/resource.ts';
import { useStores } from '../state/stores.ts';
import { Loaded } from '../ui/loaded.tsx';
import { Page } from '../ui/page.tsx';
import { ModelRow } from './models/model-row.tsx';
import { SettingRow } from './settings/setting-row.tsx';

/** The rules about models, next to what they act on. */
const rules = [
  'modelAliases',
  'fallbackModels',
  'whitelistModels',
  'blockedModels',
  'extraModels',
] as const satisfies readonly SettingName[];

export function ModelsPage() {
  const { api, settings } = useStores();
  const models = useMemo(() => createResource(api.models), [api]);
  const views = settings.list.data.value ?? [];
  // Any of the rules may have changed what clients may use.
  useEffect(() => void models.refresh(), [models, views]);

  const turn = async (model: string, allowed: boolean) => {
    await settings.set('blockedModels', withBlocked(views, model, !allowed)).catch(() => undefined);
    await models.refresh();
  };
  return (
    <Page title={t('page.models')} intro={t('models.intro')}>
      <Loaded resource={models}>
        {(list) =>
          list.length === 0 ? (
            <p class="empty">{t('models.none')}</p>
          ) : (
            <ul class="models">
              {list.map((model) => (
                <ModelRow
                  key={model.id}
                  model={model}
                  settings={views}
                  onTurn={(allowed) => void turn(model.id, allowed)}
                />
              ))}
            </ul>
          )
        }
      </Loaded>
      <section class="card" aria-labelledby="model-rules">
        <h2 id="model-rules">{t('models.rules')}</h2>
        {views.map((view) => {
          const { name } = view;
          const isRule = rules.some((rule) => rule === name);
          return isRule && isSettingName(name) ? <SettingRow key={name} name={name} view={view} /> : null;
        })}
      </section>
    </Page>
  );
}
