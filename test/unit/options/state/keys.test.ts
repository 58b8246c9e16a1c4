import { describe, expect, test } from 'vitest';
import { createApi } from '../../../../options/api.ts';
import { createKeys } from '../../../../options/state/keys.ts';
import { createFakeAdmin } from '../../../support/fake-admin/admin.ts';
import { keysOf } from '../../../support/fake-admin/keys.ts';

const now = Date.UTC(2026, 10, 24);

async function opened() {
  const admin = createFakeAdmin({ keys: keysOf('mixed', now), now: () => now });
  const link: { broken: boolean; late?: () => Promise<void> } = { broken: false };
  const api = createApi(
    async (path, init) => {
      if (link.broken) throw new TypeError('Failed to fetch');
      const response = await admin.fetch(new Request(`http://relay.test${path}`, init));
      // What else happens before the page hears of it.
      const { late } = link;
      delete link.late;
      await late?.();
      return response;
    },
    () => 'en',
  );
  let changes = 0;
  const keys = createKeys(api.keys, () => {
    changes++;
  });
  await keys.refresh();
  /** Another tab. */
  const again = () => createKeys(api.keys, () => undefined);
  const ids = () => keys.list.data.value?.map(({ id }) => id) ?? [];
  const key = (id: string) => keys.list.data.value?.find((view) => view.id === id);
  const byState = (state: string) => keys.list.data.value?.find((view) => view.state === state)?.id ?? '';
  return { admin, keys, ids, key, byState, link, again, changes: () => changes };
}

describe('keys', () => {
  test('new keys come first; keys that were there are only counted', async () => {
    const { keys, ids, admin } = await opened();
    const before = ids();
    const text = 'KEYS="AIzaSyA-111111111111111111111111111, AIzaSyA-222222222222222222222222222"';
    const { added } = await keys.add(text);
    expect(added).toHaveLength(2);
    expect(ids()).toEqual([...added.map(({ id }) => id), ...before]);
    expect((await keys.add(text)).duplicates).toHaveLength(2);
    expect([...ids()].sort()).toEqual(
      admin
        .keys()
        .map(({ id }) => id)
        .sort(),
    );
  });

  test('keys that the list learned of while they were added stand in it once', async () => {
    const { keys, ids, link } = await opened();
    const before = ids();
    link.late = () => keys.list.refresh();
    await keys.add('AIzaSyA-111111111111111111111111111');
    expect(ids()).toHaveLength(before.length + 1);
  });

  test('a test leaves its verdict with the key', async () => {
    const { keys, byState } = await opened();
    const bad = byState('unusable');
    const testing = keys.test(bad);
    expect(keys.reports.value.get(bad)).toEqual({ kind: 'testing' });
    await testing;
    expect(keys.reports.value.get(bad)).toMatchObject({
      kind: 'tested',
      result: { verdict: 'fails', cause: 'key-invalid' },
    });
  });

  test('"try now" frees the key', async () => {
    const { keys, byState, key } = await opened();
    const resting = byState('cooling');
    await keys.tryNow(resting);
    expect(key(resting)).toMatchObject({ state: 'usable' });
    expect(keys.reports.value.get(resting)).toEqual({ kind: 'tried' });
  });

  test('what was removed, one by one, comes back with one undo', async () => {
    const { keys, ids, changes } = await opened();
    const before = ids();
    const [first = '', second = ''] = before;
    await keys.remove([first]);
    await keys.remove([second]);
    expect(ids()).toEqual(before.slice(2));
    expect(keys.undoable.value).toEqual({ did: 'removed', ids: [first, second] });
    await keys.undo();
    expect([...ids()].sort()).toEqual([...before].sort());
    expect(keys.undoable.value).toBeUndefined();
    expect(changes()).toBe(3);
  });

  test('what was removed can be brought back in another tab, or erased for good', async () => {
    const { keys, ids, again } = await opened();
    const before = ids();
    await keys.remove(before.slice(0, 2));
    expect(keys.removed.data.value?.count).toBe(2);
    const later = again();
    await later.refresh();
    expect([later.undoable.value, later.removed.data.value?.count]).toEqual([undefined, 2]);
    await later.restoreRemoved();
    expect(later.list.data.value?.map(({ id }) => id).sort()).toEqual([...before].sort());
    expect([later.lost.value, later.removed.data.value?.count]).toEqual([0, 0]);
    // The first tab hears that there is nothing to undo any more.
    await keys.refresh();
    expect(keys.undoable.value).toBeUndefined();

    await keys.remove(before.slice(0, 1));
    expect(keys.undoable.value).toMatchObject({ did: 'removed' });
    await keys.eraseRemoved();
    expect([keys.undoable.value, keys.removed.data.value?.count]).toEqual([undefined, 0]);
    await later.restoreRemoved();
    expect(later.list.data.value).toHaveLength(before.length - 1);
  });

  test('an undo that cannot bring all back says how many it could not', async () => {
    const { keys, ids, again } = await opened();
    const [first = '', second = ''] = ids();
    await keys.remove([first]);
    await again().eraseRemoved();
    await keys.remove([second]);
    await keys.undo();
    expect(ids()).toContain(second);
    expect(keys.lost.value).toBe(1);
    await keys.remove([second]);
    expect(keys.lost.value).toBe(0);
  });

  test('undo turns back on only those that were on before', async () => {
    const { keys, key, ids, byState } = await opened();
    const off = byState('disabled');
    const on = byState('usable');
    await keys.enableMany(ids(), false);
    expect(key(on)?.enabled).toBe(false);
    expect(keys.undoable.value).toMatchObject({ did: 'disabled' });
    await keys.undo();
    expect(key(on)?.enabled).toBe(true);
    expect(key(off)?.enabled).toBe(false);
  });

  test('dead keys go together and come back together', async () => {
    const { keys, key, byState } = await opened();
    const dead = byState('unusable');
    await keys.clearInvalid();
    expect(key(dead)).toBeUndefined();
    await keys.undo();
    expect(key(dead)).toMatchObject({ cause: 'key-invalid' });
  });

  test('what failed with many keys is said, and the list is as the pool has it', async () => {
    const { keys, ids, link } = await opened();
    const before = ids();
    link.broken = true;
    await keys.remove(before.slice(0, 2));
    expect(keys.problem.value).toBe('Failed to fetch');
    expect(ids()).toEqual(before);
    expect(keys.undoable.value).toBeUndefined();
  });

  test('a switch that could not be turned falls back and says why', async () => {
    const { keys, byState, key, link } = await opened();
    const id = byState('usable');
    link.broken = true;
    const turning = keys.enable(id, false);
    expect(key(id)?.enabled).toBe(false);
    await turning;
    expect(key(id)?.enabled).toBe(true);
    expect(keys.reports.value.get(id)).toEqual({ kind: 'failed', message: 'Failed to fetch' });
  });
});
