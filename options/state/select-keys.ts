import type { KeyState, KeyView } from '../../src/core/admin/types.ts';

export const keyStates = ['usable', 'cooling', 'unusable', 'disabled'] as const satisfies readonly KeyState[];

/** Rows drawn at once. 5,000 keys at 50 a page stay as quick as 50 keys. */
export const pageSize = 50;

export interface KeySelection {
  /** Empty: all states. */
  readonly state: KeyState | '';
  /** Part of the masked key, the label or the note; letter case does not count. */
  readonly search: string;
  /** From 1; beyond the end means the last. */
  readonly page: number;
}

export interface SelectedKeys {
  readonly rows: readonly KeyView[];
  readonly matching: number;
  readonly page: number;
  readonly pages: number;
  /** How many keys match the search, by state. */
  readonly counts: Readonly<Record<KeyState, number>>;
}

/** The keys that one page of the list shows, in the order of the pool. */
export function selectKeys(keys: readonly KeyView[], { state, search, page }: KeySelection): SelectedKeys {
  const found = keys.filter((key) => matches(key, search.trim().toLowerCase()));
  const counts = { usable: 0, cooling: 0, unusable: 0, disabled: 0 };
  for (const key of found) counts[key.state]++;
  const matching = state === '' ? found : found.filter((key) => key.state === state);
  const pages = Math.max(1, Math.ceil(matching.length / pageSize));
  const shown = Math.min(Math.max(1, page), pages);
  return {
    rows: matching.slice((shown - 1) * pageSize, shown * pageSize),
    matching: matching.length,
    page: shown,
    pages,
    counts,
  };
}

function matches(key: KeyView, search: string): boolean {
  if (search === '') return true;
  return [key.masked, key.label, key.note].some((text) => text.toLowerCase().includes(search));
}

/** Reads the selection out of the address, as in `#/keys?state=cooling&page=2`. */
export function selectionOf(query: Readonly<Record<string, string>>): KeySelection {
  return {
    state: keyStates.find((state) => state === query.state) ?? '',
    search: query.search ?? '',
    page: Number.parseInt(query.page ?? '', 10) || 1,
  };
}
