import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createHeap } from '../../../src/core/utils/heap.ts';

interface Item {
  slot: number;
  rank: number;
  readonly serial: number;
}

test('the top is always the first of all that are in, however they come, change and leave', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('add' as const), rank: fc.nat({ max: 20 }) }),
    fc.record({ do: fc.constant('remove' as const), which: fc.nat() }),
    fc.record({ do: fc.constant('change' as const), which: fc.nat(), rank: fc.nat({ max: 20 }) }),
  );
  const before = (a: Item, b: Item) => a.rank < b.rank || (a.rank === b.rank && a.serial < b.serial);
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200, size: 'max' }), (steps) => {
      const heap = createHeap(before);
      const all: Item[] = [];
      let serial = 0;
      for (const one of steps) {
        if (one.do === 'add') {
          const item = { slot: -1, rank: one.rank, serial: serial++ };
          all.push(item);
          heap.add(item);
        } else {
          const item = all[one.which % Math.max(1, all.length)];
          if (item === undefined) continue;
          if (one.do === 'remove') {
            all.splice(all.indexOf(item), 1);
            heap.remove(item);
          } else {
            item.rank = one.rank;
            heap.moved(item);
          }
        }
        expect(heap.top()).toBe(all.toSorted((a, b) => (before(a, b) ? -1 : 1))[0]);
        expect(heap.size).toBe(all.length);
      }
    }),
    { numRuns: 50 },
  );
});
