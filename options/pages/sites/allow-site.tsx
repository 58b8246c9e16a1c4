import { useSignal } from '@preact/signals';
import { t } from '../../state/language.ts';
import { originOf } from '../../state/sites.ts';
import { useStores } from '../../state/stores.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { SiteProblem } from './site-problem.tsx';

/** A site that is not open is allowed by its address. */
export function AllowSite() {
  const { sites } = useStores();
  const address = useSignal('');
  const isWrong = useSignal(false);
  const allow = async (event: Event) => {
    event.preventDefault();
    const origin = originOf(address.value);
    isWrong.value = origin === undefined;
    if (origin !== undefined && (await sites.allow(origin))) address.value = '';
  };
  return (
    <form class="card allow-site" onSubmit={(event) => void allow(event)}>
      <Field label={t('sites.allow.label')} text={address} placeholder="https://chat.example" />
      <Button kind="primary" type="submit">
        {t('sites.allow.submit')}
      </Button>
      <p class="help">{t('sites.allow.help')}</p>
      {isWrong.value ? <output class="field-error">{t('sites.allow.wrong')}</output> : <SiteProblem />}
    </form>
  );
}
