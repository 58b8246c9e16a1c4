import { useId } from 'preact/hooks';
import { t } from '../state/language.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { useCopy } from './use-copy.ts';

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
  const { outcome, copy } = useCopy();
  const take = async () => {
    if (await copy(text)) onCopied?.();
  };
  return (
    <div class="copy-field">
      <label for={id}>{label}</label>
      <div class="copy-row">
        <input id={id} class="mono" readOnly value={text} onFocus={(event) => event.currentTarget.select()} />
        <Button kind={primary ? 'primary' : 'plain'} onClick={() => void take()}>
          <Icon name={outcome.value === 'copied' ? 'check' : 'copy'} />
          {outcome.value === 'copied' ? t('home.copied') : t('home.copy')}
        </Button>
      </div>
      <output class="visually-hidden">{outcome.value === 'copied' ? t('home.copied') : ''}</output>
      {outcome.value === 'failed' && <p class="field-error">{t('home.copy-failed')}</p>}
    </div>
  );
}
