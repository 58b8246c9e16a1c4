import type { Signal } from '@preact/signals';
import { useId } from 'preact/hooks';

interface Props {
  readonly label: string;
  readonly text: Signal<string>;
  readonly placeholder?: string;
  readonly numeric?: boolean;
  readonly secret?: boolean;
}

/** One line of text with its label above. */
export function Field({ label, text, placeholder, numeric = false, secret = false }: Props) {
  const id = useId();
  const input = {
    id,
    placeholder,
    value: text.value,
    onInput: (event: Event & { readonly currentTarget: { readonly value: string } }) => {
      text.value = event.currentTarget.value;
    },
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {secret ? (
        <input {...input} type="password" autocomplete="new-password" />
      ) : (
        <input {...input} type="text" autocomplete="off" inputMode={numeric ? 'numeric' : undefined} />
      )}
    </div>
  );
}
