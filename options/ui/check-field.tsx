import type { Signal } from '@preact/signals';

/** A box to tick, with its words beside it. */
export function CheckField({ label, checked }: { label: string; checked: Signal<boolean> }) {
  return (
    <label class="check-field">
      <input
        type="checkbox"
        checked={checked.value}
        onChange={(event) => {
          checked.value = event.currentTarget.checked;
        }}
      />
      {label}
    </label>
  );
}
