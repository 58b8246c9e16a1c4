import { useSignal } from '@preact/signals';
import { t } from '../../state/language.ts';
import { useStores } from '../../state/stores.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

/** The way back for a day, after the page was loaded anew too. */
export function RecentlyRemoved() {
  const { keys } = useStores();
  const asking = useSignal(false);
  const n = keys.removed.data.value?.count ?? 0;
  if (n === 0) return null;
  const close = () => {
    asking.value = false;
  };
  return (
    <div class="recently-removed">
      <span class="help">{t('keys.recently-removed', { n })}</span>
      <Button kind="quiet" onClick={() => void keys.restoreRemoved()}>
        {t('keys.restore')}
      </Button>
      <Button
        kind="quiet"
        onClick={() => {
          asking.value = true;
        }}
      >
        {t('keys.erase')}
      </Button>
      {asking.value && (
        <Dialog title={t('keys.erase.title', { n })} onClose={close}>
          <p>{t('keys.erase.warning')}</p>
          <div class="form-end">
            <Button
              kind="primary"
              onClick={() => {
                close();
                void keys.eraseRemoved();
              }}
            >
              {t('keys.erase')}
            </Button>
            <Button onClick={close}>{t('keys.erase.keep')}</Button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
