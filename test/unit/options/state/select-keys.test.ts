import { describe, expect, test } from 'vitest';
import { type KeyOrder, keyOrders, pageSize, selectionOf, selectKeys } from '../../../../options/state/select-keys.ts';
import { fakeKey, keysOf } from '../../../support/fake-admin/keys.ts';

const now = Date.UTC(2026, 10, 24);
const everything = { state: '', search: '', order: 'added', page: 1 } as const;

describe('selectKeys', () => {
  test('counts by state over all that the search finds', () => {
    const keys = keysOf('mixed', now);
    expect(selectKeys(keys, everything)).toMatchObject({
      matching: keys.length,
      counts: { usable: 4, cooling: 2, unusable: 3, disabled: 1 },
    });
    const paid = selectKeys(keys, { ...everything, search: '  PAID ', state: 'usable' });
    expect(paid).toMatchObject({ matching: 0, rows: [], counts: { disabled: 1, usable: 0 } });
  });

  test('finds by masked key, label and note', () => {
    const keys = [
      fakeKey(1, now, { masked: 'AIza…4f2Q' }),
      fakeKey(2, now, { label: '小号' }),
      fakeKey(3, now, { note: 'for the demo' }),
    ];
    const found = (search: string) => selectKeys(keys, { ...everything, search }).rows.map(({ id }) => id);
    expect(found('4F2q')).toEqual([keys[0]?.id]);
    expect(found('小')).toEqual([keys[1]?.id]);
    expect(found('Demo')).toEqual([keys[2]?.id]);
  });

  test('every key is on exactly one page, in the order of the pool', () => {
    const keys = keysOf('many', now);
    const { pages } = selectKeys(keys, everything);
    const seen = Array.from({ length: pages }, (_, n) => selectKeys(keys, { ...everything, page: n + 1 }).rows);
    expect(seen.every((rows) => rows.length <= pageSize)).toBe(true);
    expect(seen.flat()).toEqual(keys);
  });

  test('puts them in the order that was asked for', () => {
    const keys = [
      fakeKey(1, now, { label: 'key 10', requestsToday: 3 }),
      fakeKey(2, now, { requestsToday: 9, until: now + 60 }),
      fakeKey(3, now, { label: 'key 9', until: now + 5 }),
    ];
    const ordered = (order: KeyOrder) => selectKeys(keys, { ...everything, order }).ids.map((id) => Number(`0x${id}`));
    expect(keyOrders.map(ordered)).toEqual([
      [1, 2, 3],
      [1, 2, 3],
      [3, 1, 2],
      [2, 1, 3],
      [3, 2, 1],
    ]);
  });

  test('a page beyond the end is the last, one before the start the first', () => {
    const keys = keysOf('many', now);
    expect(selectKeys(keys, { ...everything, page: 1e9 }).page).toBe(100);
    expect(selectKeys(keys, { ...everything, page: -3 }).page).toBe(1);
    expect(selectKeys([], everything)).toMatchObject({ page: 1, pages: 1, rows: [] });
  });
});

describe('selectionOf', () => {
  test('takes nonsense in the address for no selection', () => {
    expect(selectionOf({ state: 'sleepy', page: 'x' })).toEqual(everything);
    expect(selectionOf({ state: 'cooling', page: '3', search: 'a' })).toEqual({
      state: 'cooling',
      order: 'added',
      page: 3,
      search: 'a',
    });
  });
});
