import { useSignal } from '@preact/signals';
import type { SiteView } from '../../../src/core/admin/types.ts';
import { t } from '../../i18n/language.ts';
import { useStores } from '../../state/stores.ts';
import { Button } from '../../ui/button.tsx';
import { AllowanceFields } from '../clients/allowance-fields.tsx';
import { useAllowance } from '../clients/use-allowance.ts';

export function SiteLimits({ site }: { site: SiteView }) {
  const { sites } = useStores();
  const form = useAllowance(site);
  const saved = useSignal(false);

  const save = async (event: Event) => {
    event.preventDefault();
    saved.value = false;
    const allowance = form.read();
    if (allowance) saved.value = await sites.change({ origin: site.origin, ...allowance });
  };
  return (
    <form class="fields" onSubmit={(event) => void save(event)}>
      <AllowanceFields form={form} />
      <div class="form-end">
        <Button type="submit">{t('clients.save')}</Button>
        <output class="form-result">{saved.value && t('settings.saved')}</output>
      </div>
    </form>
  );
}
