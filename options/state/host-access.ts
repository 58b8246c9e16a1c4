import { type ReadonlySignal, signal } from '@preact/signals';
import type { Shell } from '../shell/shell.ts';

export type Access = 'granted' | 'missing' | 'denied';

/** May calls to an address be made freely, or only as that server's CORS rules allow? */
export interface HostAccess {
  /** By address; absent while not yet known. */
  readonly known: ReadonlySignal<ReadonlyMap<string, Access>>;
  check(url: string): Promise<void>;
  /** Shows the browser's prompt. To be called first thing in the handler of a click or key press. */
  ask(url: string): Promise<void>;
}

export function createHostAccess(shell: Pick<Shell, 'mayCall' | 'askToCall'>): HostAccess {
  const known = signal<ReadonlyMap<string, Access>>(new Map());
  const learn = (url: string, access: Access) => {
    known.value = new Map(known.value).set(url, access);
  };
  return {
    known,
    check: async (url) => learn(url, (await shell.mayCall(url)) ? 'granted' : 'missing'),
    ask: async (url) => learn(url, (await shell.askToCall(url)) ? 'granted' : 'denied'),
  };
}
