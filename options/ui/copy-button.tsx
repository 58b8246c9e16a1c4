import { t } from '../state/language.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { useCopy } from './use-copy.ts';

interface Props {
  /** What to copy, or how to get it. */
  readonly text: string | (() => string | Promise<string>);
  readonly label?: string;
  /** For assistive tech, where several such buttons stand on a page. */
  readonly name?: string;
  readonly kind?: 'primary' | 'plain' | 'quiet';
}

export function CopyButton({ text, label, name, kind = 'plain' }: Props) {
  const { outcome, copy } = useCopy();
  const words = outcome.value === undefined ? (label ?? t('home.copy')) : t(`app.copy-${outcome.value}`);
  return (
    <>
      <Button kind={kind} {...(name && outcome.value === undefined ? { name } : {})} onClick={() => void copy(text)}>
        <Icon name={outcome.value === 'copied' ? 'check' : 'copy'} />
        {words}
      </Button>
      <output class="visually-hidden">{outcome.value && words}</output>
    </>
  );
}
