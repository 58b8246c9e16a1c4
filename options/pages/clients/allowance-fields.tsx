import { useId } from 'preact/hooks';
import { defaultModels } from '../../../src/contract/models.ts';
import { t } from '../../state/language.ts';
import { Field } from '../../ui/field.tsx';
import type { AllowanceForm } from './use-allowance.ts';

/** How much a client may ask for. */
export function AllowanceFields({ form: { perMinute, perDay, models, wrong } }: { form: AllowanceForm }) {
  const id = useId();
  return (
    <>
      <Field label={t('clients.per-minute')} text={perMinute} placeholder={t('clients.as-all')} numeric />
      <Field label={t('clients.per-day')} text={perDay} placeholder={t('clients.as-all')} numeric />
      <div class="field">
        <label for={id}>{t('clients.models')}</label>
        <textarea
          id={id}
          class="mono"
          rows={2}
          spellcheck={false}
          placeholder={`${defaultModels.chat}*`}
          aria-describedby={`${id}-help`}
          value={models.value}
          onInput={(event) => {
            models.value = event.currentTarget.value;
          }}
        />
        <p id={`${id}-help`} class="help">
          {t('clients.models.help')}
        </p>
      </div>
      <output class="field-error">{wrong.value && t('clients.wrong')}</output>
    </>
  );
}
