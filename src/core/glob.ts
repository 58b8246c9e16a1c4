/** Patterns as people write them for names: `*` is any letters, `?` is any one, capitals do not matter. */

const compiled = new Map<string, RegExp>();
/** Patterns come from settings, so there are few; old ones go when somebody changes them often. */
const MOST_COMPILED = 1000;

/** Whether the pattern describes the whole of the text. */
export function matchesGlob(pattern: string, text: string): boolean {
  let regex = compiled.get(pattern);
  if (regex === undefined) {
    if (compiled.size >= MOST_COMPILED) compiled.clear();
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*+/g, '.*')
      .replace(/\?/g, '.');
    regex = new RegExp(`^${source}$`, 'is');
    compiled.set(pattern, regex);
  }
  return regex.test(text);
}

export const matchesAnyGlob = (patterns: readonly string[], text: string): boolean =>
  patterns.some((pattern) => matchesGlob(pattern, text));

export const isGlob = (text: string): boolean => /[*?]/.test(text);
