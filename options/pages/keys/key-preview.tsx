import { useSignal } from '@preact/signals';
import type { KeyPreview } from '../../../src/contract/keys.ts';
import { t } from '../../state/language.ts';

/** Enough to see whether the right thing was pasted. */
const shown = 100;

/** What was recognised in the text, before anything is added. */
export function Preview({ found }: { found: readonly KeyPreview[] }) {
  const open = useSignal(false);
  if (found.length === 0) return <p class="key-preview help">{t('keys.none-found')}</p>;
  const known = found.filter(({ knownAs }) => knownAs !== undefined).length;
  return (
    <details
      class="key-preview"
      onToggle={(event) => {
        open.value = event.currentTarget.open;
      }}
    >
      <summary>
        {t('keys.preview.found', { n: found.length })}
        {known > 0 && ` · ${t('keys.duplicates', { n: known })}`}
      </summary>
      {open.value && (
        <ul>
          {found.slice(0, shown).map((key) => (
            <li key={key.id}>
              <code>{key.masked}</code> <span class="help">{remark(key)}</span>
            </li>
          ))}
          {found.length > shown && <li class="help">{t('keys.preview.more', { n: found.length - shown })}</li>}
        </ul>
      )}
    </details>
  );
}

function remark({ kind, knownAs }: KeyPreview): string {
  if (knownAs === undefined) return t(`kind.${kind}`);
  return knownAs === '' ? t('keys.preview.known') : t('keys.preview.known-as', { label: knownAs });
}
