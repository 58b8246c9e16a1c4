/** Names that nothing else has: `name`, `name_2`, `name_3` and so on. */
export interface FreeNames {
  /** The name, or else the first of its numbered forms that is free; it is taken then. */
  take(name: string): string;
}

/** Digits and underscore of any number that is reached. */
const LONGEST_NUMBER = 8;

/**
 * Goes on counting where it stopped: a client may have thousands of things of one name, and to count from 2 for each would
 * take the square of that.
 * @param longest letters of a name with its number, which then is cut to make room.
 */
export function createFreeNames(longest = Number.POSITIVE_INFINITY): FreeNames {
  const taken = new Set<string>();
  /** By what all of the numbered forms begin with. */
  const next = new Map<string, number>();

  const numbered = (name: string, count: number): string => {
    const number = `_${count}`;
    return name.slice(0, longest - number.length) + number;
  };

  return {
    take(name) {
      let free = name;
      if (taken.has(free)) {
        const stem = name.slice(0, longest - LONGEST_NUMBER);
        let count = next.get(stem) ?? 2;
        for (; taken.has(free); count++) free = numbered(name, count);
        next.set(stem, count);
      }
      taken.add(free);
      return free;
    },
  };
}
