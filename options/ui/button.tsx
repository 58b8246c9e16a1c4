import type { ComponentChildren } from 'preact';

interface Props {
  /** Where something else must find it. */
  readonly id?: string;
  readonly kind?: 'primary' | 'plain' | 'quiet';
  readonly type?: 'button' | 'submit';
  /** For assistive tech, where the visible words alone do not say what the button acts on. Contains the visible words. */
  readonly name?: string;
  /** Does nothing for now. Not `disabled`: that would throw the keyboard's focus away under the person's hands. */
  readonly busy?: boolean;
  readonly onClick?: (button: HTMLButtonElement) => void;
  readonly children: ComponentChildren;
}

export function Button({ id, kind = 'plain', type = 'button', name, busy = false, onClick, children }: Props) {
  return (
    <button
      id={id}
      type={type}
      class={`button ${kind}`}
      aria-label={name}
      aria-disabled={busy || undefined}
      onClick={(event) => {
        if (!busy) onClick?.(event.currentTarget);
      }}
    >
      {children}
    </button>
  );
}
