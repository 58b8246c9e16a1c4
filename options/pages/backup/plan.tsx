import type { BackupPlan } from '../../../src/contract/backup.ts';
import { dateFormat, listFormat } from '../../../src/i18n/intl.ts';
import { valueWords } from '../../../src/i18n/value-words.ts';
import { language, t } from '../../state/language.ts';

/** What restoring changes, before or after it is done. */
export function Plan({ plan }: { plan: BackupPlan }) {
  const { createdAt, withKeys, keysAdded, keysChanged, keysSame, clients, sites, settings, addresses } = plan;
  const made = dateFormat(language.value, { dateStyle: 'medium', timeStyle: 'short' }).format(createdAt);
  const changes = keysAdded + keysChanged + clients.length + sites.length + settings.length + addresses.length;
  return (
    <div class="plan">
      <p class="help">{t('backup.made', { date: made })}</p>
      <ul>
        {withKeys ? (
          <>
            <li>{t('backup.keys-added', { n: keysAdded })}</li>
            {keysChanged > 0 && <li>{t('backup.keys-changed', { n: keysChanged })}</li>}
            {keysSame > 0 && <li>{t('backup.keys-same', { n: keysSame })}</li>}
          </>
        ) : (
          <li>{t('backup.no-keys')}</li>
        )}
        {clients.length > 0 && (
          <li>{t('backup.clients', { names: listFormat(language.value, { type: 'conjunction' }).format(clients) })}</li>
        )}
        {sites.map((site) => (
          <li key={site.origin}>{siteWords(site)}</li>
        ))}
        {settings.map(({ name, from, to }) => (
          <li key={name}>
            {t(`settings.${name}.title`)}: <del>{valueWords(language.value, name, from)}</del> →{' '}
            <ins>{valueWords(language.value, name, to)}</ins>
          </li>
        ))}
        {changes === 0 && <li>{t('backup.nothing')}</li>}
      </ul>
    </div>
  );
}

function siteWords({ origin: site, allowed, takeOver }: BackupPlan['sites'][number]): string {
  if (!allowed) return t('backup.site.off', { site });
  return takeOver ? t('backup.site.take-over', { site }) : t('backup.site.allowed', { site });
}
