import { t } from '../../state/language.ts';
import { useStores } from '../../state/stores.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';

/** Little is asked before; it can be taken back instead. The bar is always in the tree so that it is announced. */
export function UndoBar() {
  const { keys } = useStores();
  const last = keys.undoable.value;
  return (
    <div class="undo" role="status">
      {last && (
        <div class="undo-bar">
          <span>{t(`keys.${last.did}`, { n: last.ids.length })}</span>
          <Button kind="quiet" onClick={() => void keys.undo()}>
            {t('keys.undo')}
          </Button>
          <Button kind="quiet" name={t('app.close')} onClick={keys.forgetUndo}>
            <Icon name="close" />
          </Button>
        </div>
      )}
    </div>
  );
}
