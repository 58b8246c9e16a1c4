import { effect, type Signal, signal } from '@preact/signals';

/**
 * A choice that outlives the tab, kept in localStorage. Where storage is blocked it lives as long as the page does.
 * @param allowed what a stored value may be; anything else counts as never chosen.
 */
export function remembered<const T extends string>(
  name: string,
  allowed: readonly T[],
  initial: NoInfer<T>,
): Signal<T> {
  const stored = read(name);
  const choice = signal(allowed.find((value) => value === stored) ?? initial);
  effect(() => {
    write(name, choice.value);
  });
  return choice;
}

function read(name: string): string | null {
  try {
    return globalThis.localStorage?.getItem(name) ?? null;
  } catch {
    return null;
  }
}

function write(name: string, value: string): void {
  try {
    globalThis.localStorage?.setItem(name, value);
  } catch {
    // A browser that refuses storage still shows the page.
  }
}
