import { useEffect, useMemo } from 'preact/hooks';
import type { ModelView } from '../../src/contract/models.ts';
import type { SettingName } from '../../src/contract/settings/table.ts';
import { withBlocked } from '../state/blocked-models.ts';
import { t } from '../state/language.ts';
import { createResource } from '../state/resource.ts';
import { useStores } from '../state/stores.ts';
import { Loaded } from '../ui/loaded.tsx';
import { Page } from '../ui/page.tsx';
import { FallbackOrder } from './models/fallback-order.tsx';
import { ModelRow } from './models/model-row.tsx';
import { SomeSettings } from './settings/some-settings.tsx';

/** The rules about models, next to what they act on. */
const rules: readonly SettingName[] = [
  'modelDailyLimits',
  'modelAliases',
  'whitelistModels',
  'blockedModels',
  'extraModels',
];

export function ModelsPage() {
  const { api, settings } = useStores();
  const models = useMemo(() => createResource(api.models.list), [api]);
  const views = settings.list.data.value ?? [];
  const fallback = views.find(({ name }) => name === 'fallbackModels');
  // Any of the rules may have changed what clients may use.
  useEffect(() => void models.refresh(), [models, views]);

  const turn = async (model: string, allowed: boolean) => {
    await settings.change('blockedModels', (value) => withBlocked(value, model, !allowed)).catch(() => undefined);
    await models.refresh();
  };
  return (
    <Page title={t('page.models')} intro={t('models.intro')}>
      <Loaded resource={models}>
        {(list) =>
          list.length === 0 ? (
            <p class="empty">{t('models.none')}</p>
          ) : (
            <ul class="rows">
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
      {fallback && <FallbackOrder view={fallback} models={chatModels(models.data.value ?? [])} />}
      <SomeSettings title={t('models.rules')} names={rules} />
    </Page>
  );
}

/** One that only draws or embeds would be no help. */
const chatModels = (models: readonly ModelView[]): readonly string[] =>
  models.filter(({ abilities }) => abilities.includes('chat')).map(({ id }) => id);
