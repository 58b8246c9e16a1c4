import { t } from '../../state/language.ts';
import { useStores } from '../../state/stores.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { Notice } from '../../ui/notice.tsx';

/** A password that was just made. Nobody can show it again. */
export function MadePassword() {
  const { clients } = useStores();
  const made = clients.made.value;
  if (made === undefined) return null;
  const { client, password } = made;
  return (
    <section class="card fields" aria-label={t('clients.made', { name: client.name })}>
      <CopyField label={t('clients.made', { name: client.name })} text={password} primary />
      <Notice tone="info" action={<Button onClick={clients.putAway}>{t('clients.made.done')}</Button>}>
        {t('clients.made.once')}
      </Notice>
    </section>
  );
}
