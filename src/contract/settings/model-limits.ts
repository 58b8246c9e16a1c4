/** The setting `modelDailyLimits`: `gemini-3.8-flash=200, *-flash=1000`. Pure. */
import { isGlob, matchesGlob } from '../../core/utils/glob.ts';

/**
 * How many requests a day the model may get over all keys; undefined for as many as there are. Its own name goes before
 * all patterns, of which the first that fits counts. Each model that a pattern fits has the limit for itself.
 */
export function modelLimit(pairs: readonly string[], model: string): number | undefined {
  const pair = pairs.find((one) => isNamedIn(one, model)) ?? pairs.find((one) => matchesGlob(patternOf(one), model));
  return pair === undefined ? undefined : Number(pair.slice(pair.indexOf('=') + 1));
}

/** The limit that the model has by its own name. */
export function ownModelLimit(pairs: readonly string[], model: string): number | undefined {
  const pair = pairs.find((one) => isNamedIn(one, model));
  return pair === undefined ? undefined : modelLimit([pair], model);
}

/** The pairs with this limit for the model by its own name; undefined takes it away. */
export function withModelLimit(pairs: readonly string[], model: string, limit: number | undefined): readonly string[] {
  const pair = limit === undefined ? [] : [`${model}=${limit}`];
  const at = pairs.findIndex((one) => isNamedIn(one, model));
  if (at < 0) return [...pairs, ...pair];
  return [...pairs.slice(0, at), ...pair, ...pairs.slice(at + 1).filter((one) => !isNamedIn(one, model))];
}

const patternOf = (pair: string): string => pair.slice(0, pair.indexOf('=')).replace(/^models\//, '');

const isNamedIn = (pair: string, model: string): boolean => {
  const pattern = patternOf(pair);
  return !isGlob(pattern) && matchesGlob(pattern, model);
};
