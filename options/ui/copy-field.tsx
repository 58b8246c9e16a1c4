import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { t } from '../i18n/language.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

interface Props {
  readonly label: string;
  readonly text: string;
  /** Copying it is the thing to do here. */
  readonly primary: boolean;
  readonly onCopied?: () => void;
}

/** A text to take elsewhere: selectable, and copied with one click. */
export function CopyField({ label, text, primary, onCopied }: Props) {
  const id = useId();
  const outcome = useSignal<'copied' | 'failed' | undefined>(undefined);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      outcome.value = 'copied';
      onCopied?.();
    } catch {
      outcome.value = 'failed';
    }
  };
  return (
    <div class="copy-field">
      <label for={id}>{label}</label>
      <div class="copy-row">
        <input id={id} class="mono" readOnly value={text} onFocus={(event) => event.currentTarget.select()} />
        <Button kind={primary ? 'primary' : 'plain'} onClick={copy}>
          <Icon name={outcome.value === 'copied' ? 'check' : 'copy'} />
          {outcome.value === 'copied' ? t('home.copied') : t('home.copy')}
        </Button>
      </div>
      <output class="visually-hidden">{outcome.value === 'copied' ? t('home.copied') : ''}</output>
      {outcome.value === 'failed' && <p class="field-error">{t('home.copy-failed')}</p>}
    </div>
  );
}
