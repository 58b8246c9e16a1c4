import { type Signal, useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';

export interface Draft {
  /** What was typed and is not saved yet. */
  readonly typed: Signal<string | undefined>;
  save(): Promise<void>;
}

/** A field that is saved when it is left, or with Enter. @param store resolves to whether it is stored. */
export function useDraft(store: (typed: string) => Promise<boolean>): Draft {
  const typed = useSignal<string | undefined>(undefined);
  /** Enter means both a change and a submit: what is on its way is not sent again. */
  const sending = useRef<string | undefined>(undefined);
  return {
    typed,
    async save() {
      const text = typed.value;
      if (text === undefined || text === sending.current) return;
      sending.current = text;
      const stored = await store(text);
      if (sending.current === text) sending.current = undefined;
      if (stored && typed.value === text) typed.value = undefined;
    },
  };
}
