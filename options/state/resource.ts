import { type ReadonlySignal, signal } from '@preact/signals';

/** Something that the API serves: what it said last, and what went wrong last. */
export interface Resource<T> {
  readonly data: ReadonlySignal<T | undefined>;
  /** Of the last attempt; undefined once one succeeds. The last good data stays. */
  readonly error: ReadonlySignal<Error | undefined>;
  /** Loads anew; never rejects. An answer that a later load or change has overtaken is dropped. */
  refresh(): Promise<void>;
  /** Takes what an action returned, without asking again. */
  change(update: (data: T) => T): void;
}

export function createResource<T>(load: () => Promise<T>): Resource<T> {
  const data = signal<T>();
  const error = signal<Error>();
  let version = 0;
  return {
    data,
    error,
    async refresh() {
      const mine = ++version;
      try {
        const loaded = await load();
        if (mine !== version) return;
        data.value = loaded;
        error.value = undefined;
      } catch (cause) {
        if (mine === version) error.value = cause instanceof Error ? cause : new Error(String(cause));
      }
    },
    change(update) {
      if (data.value === undefined) return;
      version++;
      data.value = update(data.value);
    },
  };
}
