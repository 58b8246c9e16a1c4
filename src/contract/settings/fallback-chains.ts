/** The setting `FALLBACK_MODELS`: `one > another > a third, another > one`. */
import { defaultModels } from '../../core/models/default-models.ts';

const ALLOWED = `must be chains such as "${defaultModels.strongChat} > ${defaultModels.chat}", separated by commas`;

/** The models to ask instead of each, in order. Pure; a chain with a mistake in it counts for nothing. */
export function fallbackChains(text: string): ReadonlyMap<string, readonly string[]> {
  const chains = new Map<string, readonly string[]>();
  for (const models of readChains(text)) {
    const [first, ...others] = models;
    if (first !== undefined && mistakeIn(models) === undefined) chains.set(first, others);
  }
  return chains;
}

/** The text that is read as these chains. Pure; a model that no other follows has no chain. */
export const formatFallbackChains = (chains: Iterable<readonly [string, readonly string[]]>): string =>
  [...chains]
    .filter(([, others]) => others.length > 0)
    .map(([model, others]) => [model, ...others].join(' > '))
    .join(', ');

/** Whether a model of this name can be in a chain. */
export const isChainable = (model: string): boolean => /^[\w.:-]+$/.test(model);

/** In words what is allowed, where the text is not. */
export function fallbackMistake(text: string): string | undefined {
  const chains = readChains(text);
  const mistake = chains.map(mistakeIn).find((found) => found !== undefined);
  if (mistake !== undefined) return mistake;
  const firsts = chains.map(([first]) => first);
  return new Set(firsts).size < firsts.length ? 'may have one chain for each model' : undefined;
}

/** The model as the chains name it. */
export const chainName = (typed: string): string => typed.trim().replace(/^models\//, '');

const readChains = (text: string): string[][] =>
  text
    .split(/[,;，；\n]/)
    .filter((chain) => chain.trim() !== '')
    .map((chain) => chain.split('>').map(chainName));

function mistakeIn(models: readonly string[]): string | undefined {
  if (models.length < 2 || !models.every(isChainable)) return ALLOWED;
  return new Set(models).size < models.length ? 'may name a model only once in a chain' : undefined;
}
