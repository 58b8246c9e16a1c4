interface Props {
  /** For the `<label>` that names it; without one, `label` does. */
  readonly id?: string;
  readonly label?: string;
  readonly describedBy?: string;
  readonly on: boolean;
  readonly disabled?: boolean;
  readonly onTurn: (on: boolean) => void;
}

export function Switch({ id, label, describedBy, on, disabled = false, onTurn }: Props) {
  return (
    <input
      id={id}
      class="switch"
      type="checkbox"
      role="switch"
      aria-label={label}
      aria-describedby={describedBy}
      aria-checked={on}
      checked={on}
      disabled={disabled}
      onChange={(event) => onTurn(event.currentTarget.checked)}
    />
  );
}
