import { t } from '../state/language.ts';
import { Page } from '../ui/page.tsx';
import { RestoreBackup } from './backup/restore-backup.tsx';
import { SaveBackup } from './backup/save-backup.tsx';

export function BackupPage() {
  return (
    <Page title={t('page.backup')} intro={t('backup.intro')}>
      <SaveBackup />
      <RestoreBackup />
    </Page>
  );
}
