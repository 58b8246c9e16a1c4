import { type ReadonlySignal, signal } from '@preact/signals';

/** Which keys are ticked, over all pages of the list. */
export interface KeyMarks {
  readonly ids: ReadonlySignal<ReadonlySet<string>>;
  mark(ids: readonly string[], marked: boolean): void;
  clear(): void;
}

export function createKeyMarks(): KeyMarks {
  const ids = signal<ReadonlySet<string>>(new Set());
  return {
    ids,
    mark(changed, marked) {
      const next = new Set(ids.value);
      for (const id of changed) {
        if (marked) next.add(id);
        else next.delete(id);
      }
      ids.value = next;
    },
    clear() {
      ids.value = new Set();
    },
  };
}
