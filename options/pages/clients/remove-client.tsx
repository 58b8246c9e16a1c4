import { t } from '../../state/language.ts';
import { useStores } from '../../state/stores.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

/** Asked first: a password that is gone cannot be brought back, and whoever has it is shut out. */
export function RemoveClient({ name, onClose }: { name: string; onClose: () => void }) {
  const { clients } = useStores();
  return (
    <Dialog title={t('clients.remove.title', { name })} onClose={onClose}>
      <p>{t('clients.remove.warning')}</p>
      <div class="form-end">
        <Button
          kind="primary"
          onClick={() => {
            onClose();
            void clients.remove(name);
          }}
        >
          {t('clients.remove')}
        </Button>
        <Button onClick={onClose}>{t('clients.keep')}</Button>
      </div>
    </Dialog>
  );
}
