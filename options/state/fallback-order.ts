/** Which models answer in place of which, as the page changes it; the setting's text is read and written by the core. */

import { chainName, fallbackChains, isChainable } from '../../src/contract/settings/fallback-chains.ts';
import type { SettingView } from '../../src/contract/settings/value.ts';

/** The models to ask instead of each, in order. */
export type Chains = ReadonlyMap<string, readonly string[]>;

export const chainsIn = ({ value }: Pick<SettingView, 'value'>): Chains => fallbackChains(String(value));

/** The model with these to follow it; its chain is gone where there are none. */
export function withOthers(chains: Chains, model: string, others: readonly string[]): Chains {
  const changed = new Map(chains).set(model, others);
  if (others.length === 0) changed.delete(model);
  return changed;
}

/** The list with this item a place nearer to its start, or its end. */
export function moved(others: readonly string[], model: string, by: -1 | 1): readonly string[] {
  const from = others.indexOf(model);
  const neighbour = others[from + by];
  if (from < 0 || neighbour === undefined) return others;
  return others.map((other, at) => (at === from ? neighbour : at === from + by ? model : other));
}

/** What a person typed for a model, or why it cannot follow the others of its chain. */
export function readFollower(typed: string, chain: readonly string[]): { readonly name: string } | Refused {
  const name = chainName(typed);
  if (!isChainable(name)) return { refused: 'odd' };
  return chain.includes(name) ? { refused: 'twice' } : { name };
}

/** The same for a model that is to have a chain. */
export function readFirst(typed: string, chains: Chains): { readonly name: string } | Refused {
  const read = readFollower(typed, []);
  return 'name' in read && chains.has(read.name) ? { refused: 'has-chain' } : read;
}

export interface Refused {
  readonly refused: 'odd' | 'twice' | 'has-chain';
}
