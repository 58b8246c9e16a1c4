import { type ReadonlySignal, useSignal, useSignalEffect } from '@preact/signals';
import type { KeyPreview } from '../../../src/contract/keys.ts';
import { useStores } from '../../state/stores.ts';

/** A person types on; what is pasted comes at once. */
const settleAfter = 250;

/** What the API recognises in a text, once it has stopped changing. Undefined where there is no text, or no answer. */
export function usePreview(text: ReadonlySignal<string>): ReadonlySignal<readonly KeyPreview[] | undefined> {
  const { api } = useStores();
  const found = useSignal<readonly KeyPreview[] | undefined>(undefined);
  useSignalEffect(() => {
    const asked = text.value;
    if (asked.trim() === '') {
      found.value = undefined;
      return;
    }
    const timer = setTimeout(async () => {
      const answer = await api.keys.preview({ text: asked }).catch(() => undefined);
      if (text.peek() === asked) found.value = answer;
    }, settleAfter);
    return () => clearTimeout(timer);
  });
  return found;
}
