/**
 * What the name of a model asks for besides the model: `-search`, `-nothinking` and `-thinking-<tokens>`, as the users of
 * hajimi and gemini-balance know them. Several may follow on each other, in any order.
 */

export interface ModelWishes {
  readonly search: boolean;
  /** In tokens; 0 for no thinking. Absent where the name does not say. */
  readonly thinkingBudget?: number;
}

export interface ModelName extends ModelWishes {
  /** The name without what it asks for. */
  readonly base: string;
}

const suffix = /-(?:(search)|(no-?thinking|non-?thinking)|thinking-(\d{1,7}))$/i;
/** Letters of the longest suffix, `-thinking-1234567`. */
const LONGEST_SUFFIX = 17;

/** @param isWhole Names that mean themselves, whatever they end in. */
export function readModelName(name: string, isWhole: (name: string) => boolean = () => false): ModelName {
  let base = name;
  let search = false;
  let thinkingBudget: number | undefined;
  while (!isWhole(base)) {
    // Only the end is looked at: many suffixes would else have the whole name searched for each.
    const found = suffix.exec(base.slice(-LONGEST_SUFFIX));
    if (found === null || found[0].length === base.length) break;
    base = base.slice(0, -found[0].length);
    if (found[1] !== undefined) search = true;
    // The last word on it is the one that counts.
    else thinkingBudget ??= Number(found[3] ?? 0);
  }
  return { base, search, ...(thinkingBudget !== undefined && { thinkingBudget }) };
}
