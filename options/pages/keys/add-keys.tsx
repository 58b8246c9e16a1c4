import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import type { AddKeysResult } from '../../../src/contract/keys.ts';
import { joinParts } from '../../../src/i18n/intl.ts';
import { language, t } from '../../state/language.ts';
import { useStores } from '../../state/stores.ts';
import { isVertex, vertexHosts } from '../../state/vertex-access.ts';
import { Button } from '../../ui/button.tsx';
import { CheckField } from '../../ui/check-field.tsx';
import { FilePick } from '../../ui/file-pick.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Preview } from './key-preview.tsx';
import { usePreview } from './use-preview.ts';

/** Where Google hands out keys. */
const AI_STUDIO = 'https://aistudio.google.com/apikey';
const VERTEX = 'https://console.cloud.google.com/vertex-ai/studio';

type Outcome = { readonly result: AddKeysResult } | { readonly error: string };

/** @param vertex keys that look like any other are Vertex AI express keys, unless a person says otherwise. */
export function AddKeys({ vertex = false }: { vertex?: boolean }) {
  const { keys, keyCheck, settings, hostAccess } = useStores();
  const id = useId();
  const text = useSignal('');
  const busy = useSignal(false);
  const testThem = useSignal(true);
  const express = useSignal(vertex);
  const outcome = useSignal<Outcome | undefined>(undefined);
  const found = usePreview(text);
  const offersExpress =
    vertex || settings.list.data.value?.some((view) => view.name === 'enableVertexExpress' && view.value);

  const add = async (event: Event) => {
    event.preventDefault();
    if (busy.value || text.value.trim() === '') return;
    busy.value = true;
    // Before anything is awaited: browsers show the prompt only then.
    if (express.value || found.value?.some(({ kind }) => isVertex(kind))) void hostAccess.ask(vertexHosts);
    try {
      const result = await keys.add(text.value, express.value ? 'vertex-express' : 'ai-studio');
      outcome.value = { result };
      if (result.added.length + result.duplicates.length > 0) text.value = '';
      if (testThem.value && result.added.length > 0) void keyCheck.start(result.added.map((key) => key.id));
    } catch (error) {
      outcome.value = { error: error instanceof Error ? error.message : String(error) };
    }
    busy.value = false;
  };
  const read = async (file: File) => {
    text.value = await file.text();
  };

  return (
    <form class="card" onSubmit={(event) => void add(event)}>
      <label for={id} class="field-label">
        {vertex ? t('vertex.add.label') : t('keys.add.label')}
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
        {vertex ? t('vertex.add.help') : t('keys.add.help')}
      </p>
      <div aria-live="polite">{found.value && <Preview found={found.value} />}</div>
      <div class="form-options">
        <CheckField label={t('keys.add.test')} checked={testThem} />
        {offersExpress && <CheckField label={t('keys.add.express')} checked={express} />}
        <FilePick label={t('keys.add.file')} accept=".txt,.csv,.json,.env,text/*" onPick={(file) => void read(file)} />
      </div>
      <div class="form-end">
        <Button kind="primary" type="submit" busy={busy.value}>
          {t('keys.add.submit')}
        </Button>
        <output class={outcome.value && 'error' in outcome.value ? 'field-error' : 'form-result'}>
          {outcome.value && words(outcome.value)}
        </output>
        <a class="form-aside" href={vertex ? VERTEX : AI_STUDIO} target="_blank" rel="noreferrer">
          {vertex ? t('vertex.add.where') : t('keys.add.where')} <Icon name="external" />
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
  return joinParts(parts, language.value);
}
