/** A binary heap whose items know their slot, so that one that changed or leaves is found without a search. */

export interface Slotted {
  /** Owned by the heap that the item is in. An item is in at most one heap at a time. */
  slot: number;
}

export interface Heap<T extends Slotted> {
  readonly size: number;
  /** The item before all others. */
  top(): T | undefined;
  add(item: T): void;
  remove(item: T): void;
  /** To be called after an item changed in a way that the order sees. */
  moved(item: T): void;
  /** In no useful order. */
  items(): readonly T[];
}

/** @param before the order; must be a strict total order while items don't change. */
export function createHeap<T extends Slotted>(before: (a: T, b: T) => boolean): Heap<T> {
  const heap: T[] = [];

  function put(item: T, slot: number): void {
    heap[slot] = item;
    item.slot = slot;
  }

  /** Moves `item` from `slot` towards the top as far as it goes. */
  function rise(item: T, slot: number): void {
    while (slot > 0) {
      const above = (slot - 1) >> 1;
      const parent = heap[above];
      if (parent === undefined || !before(item, parent)) break;
      put(parent, slot);
      slot = above;
    }
    put(item, slot);
  }

  function sink(item: T, slot: number): void {
    for (;;) {
      const left = heap[2 * slot + 1];
      const right = heap[2 * slot + 2];
      const first = left !== undefined && right !== undefined && before(right, left) ? right : left;
      if (first === undefined || !before(first, item)) break;
      const below = first.slot;
      put(first, slot);
      slot = below;
    }
    put(item, slot);
  }

  function moved(item: T): void {
    rise(item, item.slot);
    sink(item, item.slot);
  }

  return {
    get size() {
      return heap.length;
    },
    top: () => heap[0],
    add(item) {
      heap.push(item);
      rise(item, heap.length - 1);
    },
    remove(item) {
      const last = heap.pop();
      if (last === undefined || last === item) return;
      put(last, item.slot);
      moved(last);
    },
    moved,
    items: () => heap,
  };
}
