import { expect, test } from 'vitest';
import { entriesOf } from '../../../../src/extension/store/entries.ts';

const kept = (name: string) => ({ value: { name } });

/** Firefox 140 has only these two methods; the Store contract runs on whatever the IndexedDB at hand has. */
const older = {
  getAllKeys: () => Promise.resolve(['a', 'b']),
  getAll: () => Promise.resolve([kept('one'), kept('two')]),
};
const newer = {
  ...older,
  getAllRecords: () =>
    Promise.resolve([
      { key: 'a', value: kept('one') },
      { key: 'b', value: kept('two') },
    ]),
};

test.each([
  ['older', older],
  ['newer', newer],
])('an %s database gives each record with its key', async (_, table) => {
  expect(await entriesOf(table)).toEqual([
    ['a', kept('one')],
    ['b', kept('two')],
  ]);
});
