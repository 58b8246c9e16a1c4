import { useSignal } from '@preact/signals';
import { t } from '../../state/language.ts';
import { useStores } from '../../state/stores.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { AllowanceFields } from './allowance-fields.tsx';
import { useAllowance } from './use-allowance.ts';

export function AddClient() {
  const { clients } = useStores();
  const name = useSignal('');
  const busy = useSignal(false);
  const form = useAllowance();

  const add = async (event: Event) => {
    event.preventDefault();
    const allowance = form.read();
    if (busy.value || allowance === undefined || name.value.trim() === '') return;
    busy.value = true;
    if (await clients.add(name.value.trim(), allowance)) {
      name.value = '';
      form.clear();
    }
    busy.value = false;
  };
  return (
    <form class="card fields" onSubmit={(event) => void add(event)}>
      <Field label={t('clients.name')} text={name} placeholder={t('clients.name.example')} />
      <AllowanceFields form={form} />
      <div class="form-end">
        <Button kind="primary" type="submit" busy={busy.value}>
          {t('clients.add')}
        </Button>
      </div>
    </form>
  );
}
