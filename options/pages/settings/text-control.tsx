import { type SettingSpec, settingsTable } from '../../../src/contract/settings/table.ts';
import type { SettingValue } from '../../../src/contract/settings/value.ts';
import { textOf } from '../../../src/i18n/value-words.ts';
import { t } from '../../state/language.ts';
import { useStores } from '../../state/stores.ts';
import type { ControlProps } from './control-props.ts';
import { useDraft } from './use-draft.ts';

const inputModes: Partial<Record<SettingSpec['kind'], 'url' | 'numeric' | 'decimal'>> = {
  url: 'url',
  integer: 'numeric',
  number: 'decimal',
};
const mostRows = 8;

/** Text, numbers, addresses and lists: saved when the field is left, and where it has one line also with Enter. */
export function TextControl({ id, name, view, fixed, saving }: ControlProps) {
  const { hostAccess } = useStores();
  const spec: SettingSpec = settingsTable[name];
  const { typed: draft, save } = useDraft(saving.save);
  const text = draft.value ?? fieldText(view.value);

  const submit = (event: Event) => {
    event.preventDefault();
    // Not awaited, and before the save: the browser shows its prompt only while it handles the key press.
    if (spec.kind === 'url' && URL.canParse(text)) void hostAccess.ask(text.trim().replace(/\/+$/, ''));
    void save();
  };

  const field = {
    id,
    spellcheck: false,
    autocomplete: 'off',
    'aria-describedby': `${id}-help ${id}-status`,
    'aria-invalid': saving.state.value.kind === 'invalid' || undefined,
    readOnly: fixed,
    value: text,
    onInput: (event: Event & { readonly currentTarget: { readonly value: string } }) => {
      draft.value = event.currentTarget.value;
    },
    onChange: () => void save(),
  } as const;
  if (spec.kind === 'list' || textOf(view.value).includes('\n')) {
    return <textarea {...field} rows={Math.min(mostRows, text.split('\n').length + 1)} />;
  }
  return (
    <form class="text-control" onSubmit={submit}>
      <input
        {...field}
        class={spec.kind === 'url' ? 'mono' : undefined}
        type="text"
        inputMode={inputModes[spec.kind]}
      />
      {'unit' in spec && spec.unit && <span class="unit">{t(`settings.unit.${spec.unit}`, { n: Number(text) })}</span>}
    </form>
  );
}

/** A list has a line for each item: easier to read and to change than one long line. */
const fieldText = (value: SettingValue): string => (Array.isArray(value) ? value.join('\n') : textOf(value));
