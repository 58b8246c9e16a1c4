import { type ReadonlySignal, useSignal } from '@preact/signals';

export interface Copying {
  /** How the last try ended; undefined before the first. */
  readonly outcome: ReadonlySignal<'copied' | 'failed' | undefined>;
  /** Resolves to whether the text is in the clipboard. */
  copy(text: string | (() => string | Promise<string>)): Promise<boolean>;
}

/** Puts a text into the clipboard and remembers how that went. */
export function useCopy(): Copying {
  const outcome = useSignal<'copied' | 'failed' | undefined>(undefined);
  return {
    outcome,
    async copy(text) {
      try {
        await navigator.clipboard.writeText(typeof text === 'string' ? text : await text());
        outcome.value = 'copied';
      } catch {
        outcome.value = 'failed';
      }
      return outcome.value === 'copied';
    },
  };
}
