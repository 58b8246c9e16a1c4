/** Patterns as people write them for names: `*` is any letters, `?` is any one, capitals do not matter. */

/**
 * Whether the pattern describes the whole of the text. Goes back to the last star only, so that no text, which a client may
 * choose, costs more than the product of the two lengths: a regular expression takes a power of it for each star.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  const wanted = pattern.toLowerCase();
  const given = text.toLowerCase();
  let at = 0;
  /** Where the last star stands, and up to where in the text it reaches. */
  let star = -1;
  let reach = 0;
  let next = 0;
  while (next < given.length) {
    const mark = wanted[at];
    if (mark === '*') {
      star = at;
      reach = next;
      at += 1;
    } else if (mark === '?' || mark === given[next]) {
      at += 1;
      next += 1;
    } else if (star >= 0) {
      reach += 1;
      at = star + 1;
      next = reach;
    } else return false;
  }
  while (wanted[at] === '*') at += 1;
  return at === wanted.length;
}

export const matchesAnyGlob = (patterns: readonly string[], text: string): boolean =>
  patterns.some((pattern) => matchesGlob(pattern, text));

export const isGlob = (text: string): boolean => /[*?]/.test(text);
