import { type ReadonlySignal, signal } from '@preact/signals';
import type { ClientPatch, ClientView, NewPassword } from '../../src/contract/clients.ts';
import type { Api } from '../api.ts';
import { createResource, type Resource } from './resource.ts';

/** Those who call the relay with a password of their own. */
export interface Clients {
  readonly list: Resource<readonly ClientView[]>;
  /** The password that was made last: it is to be seen until the person has put it away. */
  readonly made: ReadonlySignal<NewPassword | undefined>;
  /** Why the last thing that was done failed. */
  readonly problem: ReadonlySignal<string | undefined>;
  /** Each resolves to whether it was done. */
  add(name: string, patch: ClientPatch): Promise<boolean>;
  change(name: string, patch: ClientPatch): Promise<boolean>;
  renewPassword(name: string): Promise<boolean>;
  remove(name: string): Promise<boolean>;
  putAway(): void;
}

export function createClients(api: Api['clients']): Clients {
  const list = createResource(api.list);
  const made = signal<NewPassword>();
  const problem = signal<string>();

  async function act(action: () => Promise<void>): Promise<boolean> {
    problem.value = undefined;
    try {
      await action();
      return true;
    } catch (error) {
      problem.value = error instanceof Error ? error.message : String(error);
      return false;
    } finally {
      await list.refresh();
    }
  }

  return {
    list,
    made,
    problem,
    add: (name, patch) =>
      act(async () => {
        made.value = await api.add({ name, ...patch });
      }),
    change: (name, patch) =>
      act(async () => {
        await api.update(name, patch);
      }),
    renewPassword: (name) =>
      act(async () => {
        made.value = await api.renewPassword(name);
      }),
    remove: (name) =>
      act(async () => {
        await api.remove(name);
        if (made.value?.client.name === name) made.value = undefined;
      }),
    putAway() {
      made.value = undefined;
    },
  };
}
