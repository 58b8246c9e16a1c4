import type { Signal } from '@preact/signals';
import { useId } from 'preact/hooks';

interface Props {
  /** Where something else must find it. */
  readonly id?: string;
  readonly label: string;
  readonly text: Signal<string>;
  readonly placeholder?: string;
  readonly numeric?: boolean;
  readonly secret?: boolean;
  /** What the browser offers while one types; anything else may be typed. */
  readonly choices?: readonly string[];
}

/** One line of text with its label above. */
export function Field({ label, text, placeholder, numeric = false, secret = false, choices, ...props }: Props) {
  const ownId = useId();
  const id = props.id ?? ownId;
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
        <input
          {...input}
          type="text"
          autocomplete="off"
          inputMode={numeric ? 'numeric' : undefined}
          list={choices && `${id}-choices`}
        />
      )}
      {choices && (
        <datalist id={`${id}-choices`}>
          {choices.map((choice) => (
            <option key={choice} value={choice} />
          ))}
        </datalist>
      )}
    </div>
  );
}
