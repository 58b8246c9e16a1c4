import { t } from '../../state/language.ts';
import { Icon } from '../../ui/icon.tsx';
import type { Saving } from './use-saving.ts';

/** Tells eyes and screen readers where a change stands. */
export function SaveStatus({ id, state }: { id: string; state: Saving }) {
  return (
    <output id={id} class={`save-status ${state.kind}`} aria-live="polite">
      {state.kind === 'saving' && t('settings.saving')}
      {state.kind === 'saved' && (
        <>
          <Icon name="check" /> {t('settings.saved')}
        </>
      )}
      {(state.kind === 'invalid' || state.kind === 'failed') && state.message}
    </output>
  );
}
