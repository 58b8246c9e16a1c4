import { useSignal } from '@preact/signals';
import type { BackupPlan, OpenedFile } from '../../../src/contract/backup.ts';
import { needsPassphrase } from '../../state/backup-file.ts';
import { t } from '../../state/language.ts';
import { useStores } from '../../state/stores.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { FilePick } from '../../ui/file-pick.tsx';
import { AddressChanges } from './address-changes.tsx';
import { Plan } from './plan.tsx';
import { SitesToAllow } from './sites-to-allow.tsx';

/** A file is looked into first; nothing changes before a person has seen what would. */
export function RestoreBackup() {
  const { api, keys, settings, sites, status } = useStores();
  const file = useSignal<{ readonly name: string; readonly content: unknown } | undefined>(undefined);
  const passphrase = useSignal('');
  const plan = useSignal<BackupPlan | undefined>(undefined);
  const addresses = useSignal(false);
  const restored = useSignal(false);
  const busy = useSignal(false);
  const problem = useSignal('');

  const opened = (): OpenedFile => ({
    file: file.value?.content,
    ...(passphrase.value !== '' && { passphrase: passphrase.value }),
  });
  const attempt = async (action: () => Promise<void>) => {
    if (busy.value) return;
    busy.value = true;
    problem.value = '';
    try {
      await action();
    } catch (error) {
      problem.value = error instanceof Error ? error.message : String(error);
    }
    busy.value = false;
  };
  const look = () =>
    attempt(async () => {
      plan.value = await api.backup.plan(opened());
    });
  const pick = (picked: File) =>
    attempt(async () => {
      plan.value = undefined;
      restored.value = false;
      addresses.value = false;
      file.value = undefined;
      const content: unknown = JSON.parse(await picked.text());
      file.value = { name: picked.name, content };
      if (!needsPassphrase(content)) plan.value = await api.backup.plan({ file: content });
    });
  const restore = () =>
    attempt(async () => {
      plan.value = await api.backup.restore({ ...opened(), addresses: addresses.value });
      restored.value = true;
      await Promise.all([settings.list.refresh(), keys.list.refresh(), status.refresh()]);
      if (plan.value.sites.length > 0) await sites.list.refresh();
    });

  return (
    <section class="card backup" aria-labelledby="restore">
      <h2 id="restore">{t('backup.restore')}</h2>
      <p class="help">{t('backup.restore.help')}</p>
      <div>
        <FilePick
          kind="plain"
          label={t('backup.pick')}
          accept=".json,application/json"
          onPick={(picked) => void pick(picked)}
        />{' '}
        <span>{file.value?.name}</span>
      </div>
      {file.value && needsPassphrase(file.value.content) && !plan.value && (
        <form
          class="backup"
          onSubmit={(event) => {
            event.preventDefault();
            void look();
          }}
        >
          <Field label={t('backup.passphrase')} text={passphrase} secret />
          <div>
            <Button type="submit" busy={busy.value}>
              {t('backup.open')}
            </Button>
          </div>
        </form>
      )}
      {plan.value && <Plan plan={plan.value} />}
      {plan.value && plan.value.addresses.length > 0 && (
        <AddressChanges changes={plan.value.addresses} take={addresses} done={restored.value} />
      )}
      {restored.value && <SitesToAllow />}
      <div class="form-end">
        {plan.value && !restored.value && (
          <Button kind="primary" busy={busy.value} onClick={() => void restore()}>
            {t('backup.restore.submit')}
          </Button>
        )}
        <output class={problem.value === '' ? 'form-result' : 'field-error'}>
          {problem.value || (restored.value && t('backup.restored'))}
        </output>
      </div>
    </section>
  );
}
