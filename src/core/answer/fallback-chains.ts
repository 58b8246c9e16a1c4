/** The setting `FALLBACK_MODELS`: `gemini-2.5-pro > gemini-2.5-flash > gemini-2.0-flash, another > one`. */

const ALLOWED = 'must be chains such as "gemini-2.5-pro > gemini-2.5-flash", separated by commas';

/** The models to ask instead of each, in order. Pure; a chain with a mistake in it counts for nothing. */
export function fallbackChains(text: string): ReadonlyMap<string, readonly string[]> {
  const chains = new Map<string, readonly string[]>();
  for (const models of readChains(text)) {
    const [first, ...others] = models;
    if (first !== undefined && mistakeIn(models) === undefined) chains.set(first, others);
  }
  return chains;
}

/** In words what is allowed, where the text is not. */
export function fallbackMistake(text: string): string | undefined {
  const chains = readChains(text);
  const mistake = chains.map(mistakeIn).find((found) => found !== undefined);
  if (mistake !== undefined) return mistake;
  const firsts = chains.map(([first]) => first);
  return new Set(firsts).size < firsts.length ? 'may have one chain for each model' : undefined;
}

const readChains = (text: string): string[][] =>
  text
    .split(/[,;，；\n]/)
    .filter((chain) => chain.trim() !== '')
    .map((chain) => chain.split('>').map((model) => model.trim().replace(/^models\//, '')));

function mistakeIn(models: readonly string[]): string | undefined {
  if (models.length < 2 || models.some((model) => !/^[\w.:-]+$/.test(model))) return ALLOWED;
  return new Set(models).size < models.length ? 'may name a model only once in a chain' : undefined;
}
