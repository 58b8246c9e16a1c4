import type { Signal } from '@preact/signals';
import { useId } from 'preact/hooks';

interface PasswordFieldProps {
  readonly label: string;
  /** What is typed. */
  readonly value: Signal<string>;
  /** What is wrong with it; empty while nothing is known to be. */
  readonly complaint: Signal<string>;
}

/** A password that the person knows already, with the place where its refusal is read out. */
export function PasswordField({ label, value, complaint }: PasswordFieldProps) {
  const id = useId();
  return (
    <>
      <label for={id}>{label}</label>
      <input
        id={id}
        type="password"
        autocomplete="current-password"
        required
        value={value.value}
        aria-invalid={complaint.value !== ''}
        onInput={(event) => {
          value.value = event.currentTarget.value;
        }}
      />
      <output class="field-error">{complaint.value}</output>
    </>
  );
}
