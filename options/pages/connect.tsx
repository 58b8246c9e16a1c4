import { defaultModels } from '../../src/contract/models.ts';
import { frontendsFor } from '../state/frontends.ts';
import { t } from '../state/language.ts';
import { useStores } from '../state/stores.ts';
import { useOffered } from '../state/use-offered.ts';
import { Loaded } from '../ui/loaded.tsx';
import { Page } from '../ui/page.tsx';
import { FrontendCard } from './connect/frontend-card.tsx';
import { SelfTest } from './connect/self-test.tsx';

/** Where to type what, and whether it works. */
export function ConnectPage() {
  const { status } = useStores();
  const [model = defaultModels.chat] = useOffered().data.value ?? [];
  return (
    <Page title={t('page.connect')} intro={t('connect.intro')}>
      <Loaded resource={status}>
        {(data) => (
          <>
            <p class="help">{t(`connect.key.${data.shell}`)}</p>
            <div class="frontends">
              {frontendsFor(data, model).map((frontend) => (
                <FrontendCard key={frontend.id} frontend={frontend} />
              ))}
            </div>
          </>
        )}
      </Loaded>
      <SelfTest model={model} />
    </Page>
  );
}
