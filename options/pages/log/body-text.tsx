import { useSignal } from '@preact/signals';
import { t } from '../../state/language.ts';
import { readable } from '../../state/log.ts';
import { CopyButton } from '../../ui/copy-button.tsx';

/** One text of a request; drawn when it is opened, for it may be long. */
export function BodyText({ title, text }: { title: string; text: string }) {
  const open = useSignal(false);
  return (
    <details
      class="body-text"
      onToggle={(event) => {
        open.value = event.currentTarget.open;
      }}
    >
      <summary>{title}</summary>
      {open.value && (
        <>
          <pre>{readable(text)}</pre>
          <CopyButton kind="quiet" text={text} name={`${t('home.copy')}: ${title}`} />
        </>
      )}
    </details>
  );
}
