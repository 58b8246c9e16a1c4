/** From the model that a client names to the one that Google is asked: other names, suffixes, and what the owner allows. */
import { type Phrase, ProxyError } from '../errors.ts';
import { type ModelName, type ModelWishes, readModelName } from '../gemini/model-name.ts';
import { matchesAnyGlob, matchesGlob } from '../glob.ts';
import type { InForce } from '../settings.ts';

export interface ResolvedModel extends ModelWishes {
  /** As the client named it, without `models/`: what an answer says of itself. */
  readonly asked: string;
  /** Google's id, without `models/`. */
  readonly model: string;
}

export type ModelRules = Pick<InForce, 'modelAliases' | 'whitelistModels' | 'blockedModels' | 'modelsOf'>;

/**
 * @param isKnown Whether Google has a model of exactly this id: then a name that looks like a suffix is none.
 * @throws {ProxyError} `model_not_found` for a model that the owner does not allow; `invalid_value` for what no URL holds.
 */
export function resolveModel(
  name: string,
  rules: ModelRules,
  isKnown: (model: string) => boolean = () => false,
): ResolvedModel {
  const asked = name.replace(/^models\//, '');
  if (loneSurrogate.test(asked)) throw unreadableModel();
  const { base, ...wishes } = readName(asked, rules.modelAliases, isKnown);
  if (!isAllowedModel(base, rules, asked)) {
    throw new ProxyError('model_not_found', { model: asked, reason: notAllowedTo(rules.modelsOf?.caller) });
  }
  return { asked, model: base, ...wishes };
}

const loneSurrogate = /\p{Surrogate}/u;

/** The name of a model that is no text, or not written as URLs are. */
export const unreadableModel = () =>
  new ProxyError('invalid_value', { field: 'model', reason: 'must be a name in well-formed Unicode' });

/** @param asked The name under which a client asks for it, where that is another. */
export function isAllowedModel(
  model: string,
  { whitelistModels, blockedModels, modelsOf }: Omit<ModelRules, 'modelAliases'>,
  asked: string = model,
): boolean {
  const fits = (patterns: readonly string[]) => matchesAnyGlob(patterns, model) || matchesAnyGlob(patterns, asked);
  const isIn = (list: readonly string[]) => list.length === 0 || fits(list);
  return isIn(whitelistModels) && isIn(modelsOf?.models ?? []) && !fits(blockedModels);
}

const notAllowedTo = (caller: string | undefined): Phrase => ({
  en: `the owner of this Hajimi does not allow it${caller === undefined ? '' : ` to ${caller}`}`,
  zh: `此 Hajimi 的所有者不允许${caller === undefined ? '' : ` ${caller} `}使用`,
});

function readName(asked: string, aliases: readonly string[], isKnown: (model: string) => boolean): ModelName {
  const name = readModelName(asked, (part) => isKnown(part) || exactTarget(part, aliases) !== undefined);
  const target = exactTarget(name.base, aliases) ?? targetOf(aliases, (pattern) => matchesGlob(pattern, name.base));
  // What the client asks for stands before what the other name brings along.
  return target === undefined ? name : merge(readModelName(target, isKnown), name);
}

const merge = (own: ModelName, asked: ModelName): ModelName => ({
  ...own,
  ...asked,
  base: own.base,
  search: own.search || asked.search,
});

/** A name that is no pattern goes before all that are. */
const exactTarget = (name: string, aliases: readonly string[]) =>
  targetOf(aliases, (pattern) => pattern.toLowerCase() === name.toLowerCase());

/** The first pair that fits counts. */
function targetOf(aliases: readonly string[], fits: (pattern: string) => boolean): string | undefined {
  const pair = aliases.find((one) => fits(one.slice(0, one.indexOf('='))));
  return pair?.slice(pair.indexOf('=') + 1).replace(/^models\//, '');
}
