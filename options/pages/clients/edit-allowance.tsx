import { useSignal } from '@preact/signals';
import type { AllowancePatch } from '../../state/allowance.ts';
import { t } from '../../state/language.ts';
import { Button } from '../../ui/button.tsx';
import { AllowanceFields } from './allowance-fields.tsx';
import { useAllowance } from './use-allowance.ts';

interface Props {
  /** What holds now. */
  readonly before: Partial<AllowancePatch>;
  /** Resolves with whether it was saved. */
  save(allowance: AllowancePatch): Promise<boolean>;
}

/** What a client or a site that is already there may use. */
export function EditAllowance({ before, save }: Props) {
  const form = useAllowance(before);
  const saved = useSignal(false);

  const submit = async (event: Event) => {
    event.preventDefault();
    saved.value = false;
    const allowance = form.read();
    if (allowance) saved.value = await save(allowance);
  };
  return (
    <form class="fields" onSubmit={(event) => void submit(event)}>
      <AllowanceFields form={form} />
      <div class="form-end">
        <Button type="submit">{t('clients.save')}</Button>
        <output class="form-result">{saved.value && t('settings.saved')}</output>
      </div>
    </form>
  );
}
