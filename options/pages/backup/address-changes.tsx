import type { Signal } from '@preact/signals';
import type { AddressChange } from '../../../src/contract/backup.ts';
import { t } from '../../state/language.ts';
import { CheckField } from '../../ui/check-field.tsx';
import { Notice } from '../../ui/notice.tsx';

interface Props {
  readonly changes: readonly AddressChange[];
  /** Whether they are to be made. Nobody makes them without a tick. */
  readonly take: Signal<boolean>;
  /** Whether the file was restored already. */
  readonly done: boolean;
}

/** Where the keys would be sent, apart from everything else: a file of somebody else could send them anywhere. */
export function AddressChanges({ changes, take, done }: Props) {
  const heading = done ? (take.value ? 'backup.addresses.taken' : 'backup.addresses.left') : 'backup.addresses';
  return (
    <Notice tone="bad">
      <p>{t(heading)}</p>
      <ul class="address-changes">
        {changes.map((change) => (
          <li key={'setting' in change ? change.setting : change.key}>
            {'setting' in change ? t(`settings.${change.setting}.title`) : t('backup.addresses.proxy', change)}:{' '}
            <del>{change.from || t('backup.addresses.none')}</del> →{' '}
            <ins>{change.to || t('backup.addresses.none')}</ins>
          </li>
        ))}
      </ul>
      {!done && <CheckField label={t('backup.addresses.take')} checked={take} />}
    </Notice>
  );
}
