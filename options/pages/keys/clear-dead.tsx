import { useSignal } from '@preact/signals';
import { isDead } from '../../../src/contract/dead.ts';
import type { KeyView } from '../../../src/contract/keys.ts';
import { t } from '../../state/language.ts';
import { useStores } from '../../state/stores.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

/** So many are removed without a question: they are few enough to see, and come back with one click. */
const unasked = 20;

/** Removes the keys that Google will not take again. */
export function ClearDead({ keys }: { keys: readonly KeyView[] }) {
  const { clearInvalid } = useStores().keys;
  const asking = useSignal(false);
  const n = keys.filter(({ cause }) => isDead(cause)).length;
  if (n === 0) return null;
  const close = () => {
    asking.value = false;
  };
  const ask = () => {
    asking.value = true;
  };
  return (
    <>
      <Button kind="quiet" onClick={() => (n > unasked ? ask() : void clearInvalid())}>
        {t('keys.clear-invalid')}
      </Button>
      {asking.value && (
        <Dialog title={t('keys.clear.title', { n })} onClose={close}>
          <p>{t('keys.clear.what')}</p>
          <div class="form-end">
            <Button
              kind="primary"
              onClick={() => {
                close();
                void clearInvalid();
              }}
            >
              {t('keys.clear-invalid')}
            </Button>
            <Button onClick={close}>{t('keys.clear.keep')}</Button>
          </div>
        </Dialog>
      )}
    </>
  );
}
