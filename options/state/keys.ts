import { type ReadonlySignal, signal } from '@preact/signals';
import type { AddKeysResult, KeyTestResult, KeyView } from '../../src/core/admin/types.ts';
import type { Api } from '../api.ts';
import { createResource, type Resource } from './resource.ts';

/** What came of the last thing that was done with one key. */
export type KeyReport =
  | { readonly kind: 'busy' }
  | { readonly kind: 'testing' }
  | { readonly kind: 'tested'; readonly result: KeyTestResult }
  | { readonly kind: 'tried' }
  | { readonly kind: 'failed'; readonly message: string };

export interface Keys {
  readonly list: Resource<readonly KeyView[]>;
  /** By key id. */
  readonly reports: ReadonlySignal<ReadonlyMap<string, KeyReport>>;
  /** Keys that `undo` would bring back. */
  readonly removed: ReadonlySignal<readonly string[]>;
  /** @throws {ApiError} */
  add(text: string): Promise<AddKeysResult>;
  test(id: string): Promise<void>;
  tryNow(id: string): Promise<void>;
  enable(id: string, enabled: boolean): Promise<void>;
  remove(id: string): Promise<void>;
  undo(): Promise<void>;
  forgetRemoved(): void;
}

/** @param changed called after each change that the status may count. */
export function createKeys(api: Api, changed: () => void): Keys {
  const list = createResource(api.keys);
  const reports = signal<ReadonlyMap<string, KeyReport>>(new Map());
  const removed = signal<readonly string[]>([]);

  const report = (id: string, entry: KeyReport | undefined) => {
    const next = new Map(reports.value);
    if (entry) next.set(id, entry);
    else next.delete(id);
    reports.value = next;
  };
  const replace = (key: KeyView) => list.change((keys) => keys.map((old) => (old.id === key.id ? key : old)));

  const turn = (id: string, enabled: boolean) =>
    list.change((keys) => keys.map((key) => (key.id === id ? { ...key, enabled } : key)));

  /** Runs one action on one key and leaves its outcome, or its error, in that key's report. */
  async function act(id: string, meanwhile: KeyReport, action: () => Promise<KeyReport | undefined>): Promise<void> {
    report(id, meanwhile);
    try {
      report(id, await action());
      changed();
    } catch (error) {
      report(id, { kind: 'failed', message: error instanceof Error ? error.message : String(error) });
    }
  }

  return {
    list,
    reports,
    removed,
    async add(text) {
      const result = await api.addKeys(text);
      list.change((keys) => [...result.added, ...keys]);
      changed();
      return result;
    },
    test: (id) =>
      act(id, { kind: 'testing' }, async () => {
        const result = await api.testKey(id);
        replace(result.key);
        return { kind: 'tested', result };
      }),
    tryNow: (id) =>
      act(id, { kind: 'busy' }, async () => {
        replace(await api.tryKeyNow(id));
        return { kind: 'tried' };
      }),
    enable: (id, enabled) =>
      act(id, { kind: 'busy' }, async () => {
        // The switch stands where it was put while the API is asked, and falls back when the API refuses.
        turn(id, enabled);
        try {
          replace(await api.patchKey(id, { enabled }));
        } catch (error) {
          turn(id, !enabled);
          throw error;
        }
        return undefined;
      }),
    remove: (id) =>
      act(id, { kind: 'busy' }, async () => {
        await api.removeKeys([id]);
        list.change((keys) => keys.filter((key) => key.id !== id));
        removed.value = [...removed.value, id];
        return undefined;
      }),
    async undo() {
      const ids = removed.value;
      removed.value = [];
      await api.restoreKeys(ids).catch(() => undefined);
      await list.refresh();
      changed();
    },
    forgetRemoved() {
      removed.value = [];
    },
  };
}
