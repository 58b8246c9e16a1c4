import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { type SettingSpec, settingsTable } from '../../../src/core/settings.ts';
import { t } from '../../i18n/language.ts';
import { textOf } from '../../i18n/value-words.ts';
import { useStores } from '../../state/stores.ts';
import type { ControlProps } from './setting-control.tsx';

/** Text, numbers, addresses and lists: saved when the field is left or Enter is pressed. */
export function TextControl({ id, name, view, fixed, saving }: ControlProps) {
  const { hostAccess } = useStores();
  const spec: SettingSpec = settingsTable[name];
  /** What was typed and is not saved yet. */
  const draft = useSignal<string | undefined>(undefined);
  const text = draft.value ?? textOf(view.value);

  /** Enter means both a change and a submit: what is on its way is not sent again. */
  const sending = useRef<string | undefined>(undefined);

  const save = async () => {
    const typed = draft.value;
    if (typed === undefined || typed === sending.current) return;
    sending.current = typed;
    const stored = await saving.save(typed);
    sending.current = undefined;
    if (stored && draft.value === typed) draft.value = undefined;
  };
  const submit = (event: Event) => {
    event.preventDefault();
    // Not awaited, and before the save: the browser shows its prompt only while it handles the key press.
    if (spec.kind === 'url' && URL.canParse(text)) void hostAccess.ask(text.trim().replace(/\/+$/, ''));
    void save();
  };

  return (
    <form class="text-control" onSubmit={submit}>
      <input
        id={id}
        class={spec.kind === 'url' ? 'mono' : undefined}
        type="text"
        inputMode={
          spec.kind === 'url'
            ? 'url'
            : spec.kind === 'integer'
              ? 'numeric'
              : spec.kind === 'number'
                ? 'decimal'
                : 'text'
        }
        spellcheck={false}
        autocomplete="off"
        aria-describedby={`${id}-help ${id}-status`}
        aria-invalid={saving.state.value.kind === 'invalid' || undefined}
        readOnly={fixed}
        value={text}
        onInput={(event) => {
          draft.value = event.currentTarget.value;
        }}
        onChange={() => void save()}
      />
      {'unit' in spec && spec.unit && <span class="unit">{t(`settings.unit.${spec.unit}`)}</span>}
    </form>
  );
}
