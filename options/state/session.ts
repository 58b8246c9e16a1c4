import { type ReadonlySignal, signal } from '@preact/signals';
import type { AdminFetch } from '../api.ts';
import type { Shell } from '../shell/shell.ts';

export interface Session {
  readonly fetch: AdminFetch;
  /** True from the first 401 until `unlock`: the page then asks for the password. */
  readonly locked: ReadonlySignal<boolean>;
  unlock(): void;
  /** Absent where no password guards the API. */
  readonly signOut?: () => void;
}

export function createSession(shell: Shell): Session {
  const locked = signal(false);
  const { password } = shell;
  if (!password) return { fetch: shell.fetch, locked, unlock: () => {} };
  return {
    async fetch(path, init) {
      const response = await shell.fetch(path, init);
      if (response.status === 401) locked.value = true;
      return response;
    },
    locked,
    unlock: () => {
      locked.value = false;
    },
    signOut() {
      password.forget();
      locked.value = true;
    },
  };
}
