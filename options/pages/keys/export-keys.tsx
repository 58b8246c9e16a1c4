import { useSignal } from '@preact/signals';
import { t } from '../../state/language.ts';
import { useStores } from '../../state/stores.ts';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { saveFile } from '../../ui/save-file.ts';

/** The keys themselves leave the pool only here, after a word of warning. */
export function ExportKeys({ ids, onClose }: { ids: readonly string[]; onClose: () => void }) {
  const { api } = useStores();
  const problem = useSignal('');
  const secrets = async () => {
    const keys = await api.keys.reveal({ ids });
    return `${keys.map(({ secret }) => secret).join('\n')}\n`;
  };
  const save = async () => {
    try {
      saveFile('hajimi-keys.txt', await secrets(), 'text/plain');
    } catch (error) {
      problem.value = error instanceof Error ? error.message : String(error);
    }
  };
  return (
    <Dialog title={t('keys.export.title', { n: ids.length })} onClose={onClose}>
      <p>{t('keys.export.warning')}</p>
      {ids.length > 0 && (
        <div class="form-end">
          <CopyButton text={secrets} label={t('keys.export.copy')} />
          <Button onClick={() => void save()}>{t('keys.export.file')}</Button>
        </div>
      )}
      <output class="field-error">{problem.value}</output>
    </Dialog>
  );
}
