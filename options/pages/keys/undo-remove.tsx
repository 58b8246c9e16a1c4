import { t } from '../../i18n/language.ts';
import { useStores } from '../../state/stores.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';

/** Removing asks no question; it can be taken back instead. The bar is always in the tree so that it is announced. */
export function UndoRemove() {
  const { keys } = useStores();
  const n = keys.removed.value.length;
  return (
    <div class="undo" role="status">
      {n > 0 && (
        <div class="undo-bar">
          <span>{t('keys.removed', { n })}</span>
          <Button kind="quiet" onClick={() => void keys.undo()}>
            {t('keys.undo')}
          </Button>
          <Button kind="quiet" name={t('app.close')} onClick={keys.forgetRemoved}>
            <Icon name="close" />
          </Button>
        </div>
      )}
    </div>
  );
}
