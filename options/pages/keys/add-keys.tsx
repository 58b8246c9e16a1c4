import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { AddKeysResult } from '../../../src/core/admin/types.ts';
import { listFormat } from '../../format/intl.ts';
import { language, t } from '../../i18n/language.ts';
import { useStores } from '../../state/stores.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';

type Outcome = { readonly result: AddKeysResult } | { readonly error: string };

export function AddKeys() {
  const { keys } = useStores();
  const id = useId();
  const text = useSignal('');
  const busy = useSignal(false);
  const outcome = useSignal<Outcome | undefined>(undefined);

  const add = async (event: Event) => {
    event.preventDefault();
    if (busy.value || text.value.trim() === '') return;
    busy.value = true;
    try {
      const result = await keys.add(text.value);
      outcome.value = { result };
      if (result.added.length + result.duplicates.length > 0) text.value = '';
    } catch (error) {
      outcome.value = { error: error instanceof Error ? error.message : String(error) };
    }
    busy.value = false;
  };

  return (
    <form class="card" onSubmit={add}>
      <label for={id} class="field-label">
        {t('keys.add.label')}
      </label>
      <textarea
        id={id}
        class="mono"
        rows={3}
        spellcheck={false}
        autocomplete="off"
        placeholder="AIza…"
        aria-describedby={`${id}-help`}
        value={text.value}
        onInput={(event) => {
          text.value = event.currentTarget.value;
        }}
      />
      <p id={`${id}-help`} class="help">
        {t('keys.add.help')}
      </p>
      <div class="form-end">
        <Button kind="primary" type="submit" busy={busy.value}>
          {t('keys.add.submit')}
        </Button>
        <output class={outcome.value && 'error' in outcome.value ? 'field-error' : 'form-result'}>
          {outcome.value && words(outcome.value)}
        </output>
        <a class="form-aside" href="https://aistudio.google.com/apikey" target="_blank" rel="noreferrer">
          {t('keys.add.where')} <Icon name="external" />
        </a>
      </div>
    </form>
  );
}

function words(outcome: Outcome): string {
  if ('error' in outcome) return outcome.error;
  const { added, duplicates } = outcome.result;
  if (added.length + duplicates.length === 0) return t('keys.none-found');
  const parts = [t('keys.added', { n: added.length })];
  if (duplicates.length > 0) parts.push(t('keys.duplicates', { n: duplicates.length }));
  return listFormat(language.value, { type: 'unit' }).format(parts);
}
