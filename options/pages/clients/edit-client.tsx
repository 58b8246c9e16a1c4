import { useSignal } from '@preact/signals';
import type { ClientView } from '../../../src/core/admin/types.ts';
import { t } from '../../i18n/language.ts';
import { useStores } from '../../state/stores.ts';
import { Button } from '../../ui/button.tsx';
import { AllowanceFields } from './allowance-fields.tsx';
import { useAllowance } from './use-allowance.ts';

export function EditClient({ client }: { client: ClientView }) {
  const { clients } = useStores();
  const form = useAllowance(client);
  const saved = useSignal(false);

  const save = async (event: Event) => {
    event.preventDefault();
    saved.value = false;
    const allowance = form.read();
    if (allowance) saved.value = await clients.change(client.name, allowance);
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
