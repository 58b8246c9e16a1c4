/** What the checks of the strict Google share. */

/** Says what is wrong and where. `code` is the runner's name of the rule. */
export type Report = (code: string, path: string, message: string) => void;

/** Gemini's generation as a number such as 2.5; NaN for a name that has none. */
export function generationOf(model: string): number {
  const match = /gemini-(\d+)(?:\.(\d+))?/.exec(model);
  return match ? Number(match[1]) + Number(match[2] ?? 0) / 10 : Number.NaN;
}

/** Google refuses every field that it does not know. */
export function checkNames(value: object, known: readonly string[], path: string, report: Report): void {
  for (const [name, field] of Object.entries(value)) {
    if (field !== undefined && !known.includes(name)) {
      report('unknown-field', path === '' ? name : `${path}.${name}`, `Unknown name "${name}": Cannot find field`);
    }
  }
}
