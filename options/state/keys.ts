import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type {
  AddKeysResult,
  KeyPatch,
  KeyTestResult,
  KeyText,
  KeyView,
  RecentlyRemovedView,
} from '../../src/contract/keys.ts';
import type { Api } from '../api.ts';
import { createResource, type Resource } from './resource.ts';

/** What came of the last thing that was done with one key. */
export type KeyReport =
  | { readonly kind: 'busy' }
  | { readonly kind: 'testing' }
  | { readonly kind: 'tested'; readonly result: KeyTestResult }
  | { readonly kind: 'tried' | 'saved' }
  | { readonly kind: 'failed'; readonly message: string };

/** What `undo` would take back. */
export interface Undoable {
  readonly did: 'removed' | 'enabled' | 'disabled';
  readonly ids: readonly string[];
}

export interface Keys {
  readonly list: Resource<readonly KeyView[]>;
  /** By key id. */
  readonly reports: ReadonlySignal<ReadonlyMap<string, KeyReport>>;
  /** Undefined also where undoing cannot help any more. */
  readonly undoable: ReadonlySignal<Undoable | undefined>;
  /** Removed keys that can be brought back, also those of another tab or day. */
  readonly removed: Resource<RecentlyRemovedView>;
  /** Of the keys that were to be brought back last, so many could not be. */
  readonly lost: ReadonlySignal<number>;
  /** Why the last thing done with many keys failed. */
  readonly problem: ReadonlySignal<string | undefined>;
  /** Loads the list and what was removed anew. */
  refresh(): Promise<void>;
  /** @throws {ApiError} */
  add(text: string, keysAre?: KeyText['keysAre']): Promise<AddKeysResult>;
  test(id: string): Promise<void>;
  tryNow(id: string): Promise<void>;
  enable(id: string, enabled: boolean): Promise<void>;
  /** Changes what a person says about a key. Resolves to whether that was stored. */
  edit(id: string, patch: KeyPatch): Promise<boolean>;
  enableMany(ids: readonly string[], enabled: boolean): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  /** Removes the keys that Google will not take again. */
  clearInvalid(): Promise<void>;
  undo(): Promise<void>;
  forgetUndo(): void;
  /** Brings back everything that was removed within the last day. */
  restoreRemoved(): Promise<void>;
  /** Nothing that was removed can be brought back after that. */
  eraseRemoved(): Promise<void>;
}

/** @param changed called after each change that the status may count. */
export function createKeys(api: Api['keys'], changed: () => void): Keys {
  const list = createResource(api.list);
  const reports = signal<ReadonlyMap<string, KeyReport>>(new Map());
  const removed = createResource(api.removed);
  const lastDone = signal<Undoable>();
  const undoable = computed(() => {
    const nothingIsLeft = removed.error.value === undefined && removed.data.value?.count === 0;
    const isGone = lastDone.value?.did === 'removed' && nothingIsLeft;
    return isGone ? undefined : lastDone.value;
  });
  const lost = signal(0);
  const problem = signal<string>();

  const report = (id: string, entry: KeyReport | undefined) => {
    const next = new Map(reports.value);
    if (entry) next.set(id, entry);
    else next.delete(id);
    reports.value = next;
  };
  const replaceAll = (changed: readonly KeyView[]) => {
    const byId = new Map(changed.map((key) => [key.id, key]));
    list.change((keys) => keys.map((old) => byId.get(old.id) ?? old));
  };
  const replace = (key: KeyView) => replaceAll([key]);

  const gone = async (ids: readonly string[]) => {
    const left = new Set(ids);
    list.change((keys) => keys.filter(({ id }) => !left.has(id)));
    const before = undoable.value?.did === 'removed' ? undoable.value.ids : [];
    await removed.refresh();
    if (ids.length > 0) lastDone.value = { did: 'removed', ids: [...before, ...ids] };
  };

  /** @param ids absent: everything that was removed. */
  async function restore(ids?: readonly string[]): Promise<void> {
    lost.value = (await api.restore(ids ? { ids } : {})).lost;
    await Promise.all([list.refresh(), removed.refresh()]);
  }

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

  /** Runs one action on many keys. */
  async function actOnMany(action: () => Promise<void>): Promise<void> {
    problem.value = undefined;
    lost.value = 0;
    try {
      await action();
      changed();
    } catch (error) {
      problem.value = error instanceof Error ? error.message : String(error);
      await list.refresh();
    }
  }

  return {
    list,
    reports,
    undoable,
    removed,
    lost,
    problem,
    async refresh() {
      await Promise.all([list.refresh(), removed.refresh()]);
    },
    async add(text, keysAre) {
      const result = await api.add({ text, ...(keysAre && { keysAre }) });
      // The list may have been loaded anew meanwhile, and then has them already.
      const added = new Set(result.added.map(({ id }) => id));
      list.change((keys) => [...result.added, ...keys.filter(({ id }) => !added.has(id))]);
      changed();
      // A removed key that is added anew is none of the removed any more.
      if (removed.data.value?.count) await removed.refresh();
      return result;
    },
    test: (id) =>
      act(id, { kind: 'testing' }, async () => {
        const result = await api.test(id);
        replace(result.key);
        return { kind: 'tested', result };
      }),
    tryNow: (id) =>
      act(id, { kind: 'busy' }, async () => {
        replace(await api.tryNow(id));
        return { kind: 'tried' };
      }),
    enable: (id, enabled) =>
      act(id, { kind: 'busy' }, async () => {
        // The switch stands where it was put while the API is asked, and falls back when the API refuses.
        turn(id, enabled);
        try {
          replace(await api.update(id, { enabled }));
        } catch (error) {
          turn(id, !enabled);
          throw error;
        }
        return undefined;
      }),
    async edit(id, patch) {
      await act(id, { kind: 'busy' }, async () => {
        replace(await api.update(id, patch));
        return { kind: 'saved' };
      });
      return reports.value.get(id)?.kind === 'saved';
    },
    enableMany: (ids, enabled) =>
      actOnMany(async () => {
        const wanted = new Set(ids);
        const turned = (list.data.value ?? [])
          .filter((key) => wanted.has(key.id) && key.enabled !== enabled)
          .map(({ id }) => id);
        if (turned.length === 0) return;
        replaceAll(await api.updateMany({ ids: turned, patch: { enabled } }));
        lastDone.value = { did: enabled ? 'enabled' : 'disabled', ids: turned };
      }),
    remove: (ids) =>
      actOnMany(async () => {
        await api.remove({ ids });
        await gone(ids);
      }),
    clearInvalid: () => actOnMany(async () => gone((await api.clearInvalid()).removed)),
    undo: () =>
      actOnMany(async () => {
        const last = undoable.value;
        lastDone.value = undefined;
        if (last === undefined) return;
        if (last.did === 'removed') return restore(last.ids);
        replaceAll(await api.updateMany({ ids: last.ids, patch: { enabled: last.did === 'disabled' } }));
        await list.refresh();
      }),
    forgetUndo() {
      lastDone.value = undefined;
    },
    restoreRemoved: () =>
      actOnMany(async () => {
        if (lastDone.value?.did === 'removed') lastDone.value = undefined;
        await restore();
      }),
    eraseRemoved: () =>
      actOnMany(async () => {
        await api.erase({});
        if (lastDone.value?.did === 'removed') lastDone.value = undefined;
        await removed.refresh();
      }),
  };
}
