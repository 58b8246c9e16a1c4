import type { KeyState, KeyView } from '../../src/contract/keys.ts';

export const keyStates = ['usable', 'cooling', 'unusable', 'disabled'] as const satisfies readonly KeyState[];

export const keyOrders = ['added', 'newest', 'label', 'busiest', 'soonest'] as const;
export type KeyOrder = (typeof keyOrders)[number];

/** Rows drawn at once. 5,000 keys at 50 a page stay as quick as 50 keys. */
export const pageSize = 50;

export interface KeySelection {
  /** Empty: all states. */
  readonly state: KeyState | '';
  /** Part of the masked key, the label or the note; letter case does not count. */
  readonly search: string;
  /** `added`: the order of the pool. */
  readonly order: KeyOrder;
  /** From 1; beyond the end means the last. */
  readonly page: number;
}

export interface SelectedKeys {
  readonly rows: readonly KeyView[];
  /** Of all keys that match, on every page, in order. */
  readonly ids: readonly string[];
  readonly matching: number;
  readonly page: number;
  readonly pages: number;
  /** How many keys match the search, by state. */
  readonly counts: Readonly<Record<KeyState, number>>;
}

/** The keys that one page of the list shows. */
export function selectKeys(keys: readonly KeyView[], { state, search, order, page }: KeySelection): SelectedKeys {
  const found = keys.filter((key) => matches(key, search.trim().toLowerCase()));
  const counts = { usable: 0, cooling: 0, unusable: 0, disabled: 0 };
  for (const key of found) counts[key.state]++;
  const matching = inOrder(state === '' ? found : found.filter((key) => key.state === state), order);
  const pages = Math.max(1, Math.ceil(matching.length / pageSize));
  const shown = Math.min(Math.max(1, page), pages);
  return {
    rows: matching.slice((shown - 1) * pageSize, shown * pageSize),
    ids: matching.map(({ id }) => id),
    matching: matching.length,
    page: shown,
    pages,
    counts,
  };
}

const comparators: Readonly<Record<Exclude<KeyOrder, 'added'>, (a: KeyView, b: KeyView) => number>> = {
  newest: (a, b) => b.addedAt - a.addedAt,
  // Keys without a label after those with one.
  label: (a, b) => Number(a.label === '') - Number(b.label === '') || collator.compare(a.label, b.label),
  busiest: (a, b) => b.requestsToday - a.requestsToday,
  // Those that come back by themselves first.
  soonest: (a, b) => (a.until ?? Number.MAX_VALUE) - (b.until ?? Number.MAX_VALUE),
};
const collator = new Intl.Collator(undefined, { numeric: true });

const inOrder = (keys: readonly KeyView[], order: KeyOrder): readonly KeyView[] =>
  order === 'added' ? keys : [...keys].sort(comparators[order]);

function matches(key: KeyView, search: string): boolean {
  if (search === '') return true;
  return [key.masked, key.label, key.note].some((text) => text.toLowerCase().includes(search));
}

/** Reads the selection out of the address, as in `#/keys?state=cooling&page=2`. */
export function selectionOf(query: Readonly<Record<string, string>>): KeySelection {
  return {
    state: keyStates.find((state) => state === query.state) ?? '',
    search: query.search ?? '',
    order: keyOrders.find((order) => order === query.order) ?? 'added',
    page: Number.parseInt(query.page ?? '', 10) || 1,
  };
}
