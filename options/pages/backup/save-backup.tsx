import { useSignal } from '@preact/signals';
import { t } from '../../state/language.ts';
import { useStores } from '../../state/stores.ts';
import { Button } from '../../ui/button.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { saveFile } from '../../ui/save-file.ts';

export function SaveBackup() {
  const { api } = useStores();
  const keys = useSignal(true);
  const passphrase = useSignal('');
  const busy = useSignal(false);
  const problem = useSignal('');

  const save = async (event: Event) => {
    event.preventDefault();
    if (busy.value) return;
    busy.value = true;
    problem.value = '';
    try {
      const sealed = passphrase.value === '' ? {} : { passphrase: passphrase.value };
      const made = await api.backup.make({ keys: keys.value, ...sealed });
      const day = new Date().toISOString().slice(0, 10);
      saveFile(`hajimi-backup-${day}.json`, JSON.stringify(made, undefined, 2), 'application/json');
    } catch (error) {
      problem.value = error instanceof Error ? error.message : String(error);
    }
    busy.value = false;
  };
  return (
    <form class="card backup" onSubmit={(event) => void save(event)}>
      <h2>{t('backup.save')}</h2>
      <CheckField label={t('backup.with-keys')} checked={keys} />
      <Field label={t('backup.passphrase')} text={passphrase} secret />
      <p class="help">{t('backup.passphrase.help')}</p>
      {keys.value && passphrase.value === '' && <Notice tone="info">{t('backup.readable')}</Notice>}
      <div class="form-end">
        <Button kind="primary" type="submit" busy={busy.value}>
          {t('backup.save.submit')}
        </Button>
        <output class="field-error">{problem.value}</output>
      </div>
    </form>
  );
}
