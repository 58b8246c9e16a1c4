/** From the model that a client names to the one that Google is asked: other names, suffixes, and what the owner allows. */

import { type Phrase, ProxyError } from '../errors.ts';
import { matchesAnyGlob, matchesGlob } from '../utils/glob.ts';
import { type ModelName, type ModelWishes, readModelName } from './name.ts';

export interface ResolvedModel extends ModelWishes {
  /** As the client named it, without `models/`: what an answer says of itself. */
  readonly asked: string;
  /** Google's id, without `models/`. */
  readonly model: string;
}

/** The settings of the same names; `modelsOf` is what one caller may use of the models that these allow. */
export interface ModelRules {
  readonly modelAliases: readonly string[];
  readonly whitelistModels: readonly string[];
  readonly blockedModels: readonly string[];
  readonly modelsOf?: { readonly caller: string; readonly models: readonly string[] };
}

/** Characters of a model's name. Google's have some forty, and a client's own may be longer by a few suffixes. */
export const LONGEST_MODEL_NAME = 256;

/**
 * @param isKnown Whether Google has a model of exactly this id: then a name that looks like a suffix is none.
 * @throws {ProxyError} `model_not_found` for a model that the owner does not allow; `invalid_value` for what no URL holds,
 *   and for a name beyond `LONGEST_MODEL_NAME`.
 */
export function resolveModel(
  name: string,
  rules: ModelRules,
  isKnown: (model: string) => boolean = () => false,
): ResolvedModel {
  checkModelName(name);
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
const unreadableModel = () =>
  new ProxyError('invalid_value', { field: 'model', reason: 'must be a name in well-formed Unicode' });

/**
 * The name of a model as a path has it, percent-encoded.
 * @throws {ProxyError} `invalid_value` where it cannot be decoded
 */
export function decodeModelName(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw unreadableModel();
  }
}

/**
 * To be called before anything looks at the name.
 * @throws {ProxyError} `invalid_value` for a name beyond `LONGEST_MODEL_NAME`, of which it repeats nothing.
 */
export function checkModelName(name: string): void {
  if (name.length <= LONGEST_MODEL_NAME) return;
  const reason = {
    en: `must have at most ${LONGEST_MODEL_NAME} characters`,
    zh: `不得超过 ${LONGEST_MODEL_NAME} 个字符`,
  };
  throw new ProxyError('invalid_value', { field: 'model', reason });
}

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
  const { byName, patterns } = tableOf(aliases);
  const exactTarget = (name: string) => byName.get(name.toLowerCase());
  const name = readModelName(asked, (part) => isKnown(part) || exactTarget(part) !== undefined);
  // A name that is no pattern goes before all that are; of these the first that fits counts.
  const target = exactTarget(name.base) ?? patterns.find(([pattern]) => matchesGlob(pattern, name.base))?.[1];
  // What the client asks for stands before what the other name brings along.
  return target === undefined ? name : merge(readModelName(target, isKnown), name);
}

const merge = (own: ModelName, asked: ModelName): ModelName => ({
  ...own,
  ...asked,
  base: own.base,
  search: own.search || asked.search,
});

interface AliasTable {
  /** In lower case. */
  readonly byName: ReadonlyMap<string, string>;
  readonly patterns: ReadonlyArray<readonly [pattern: string, target: string]>;
}

/** A name is looked up once for each suffix it may have, and an owner may have hundreds of other names. */
const tables = new WeakMap<readonly string[], AliasTable>();

/** Of two pairs with one name the first counts. */
function tableOf(aliases: readonly string[]): AliasTable {
  const known = tables.get(aliases);
  if (known !== undefined) return known;
  const byName = new Map<string, string>();
  const patterns: Array<readonly [string, string]> = [];
  for (const pair of aliases) {
    const equals = pair.indexOf('=');
    const name = pair.slice(0, equals);
    const target = pair.slice(equals + 1).replace(/^models\//, '');
    if (!byName.has(name.toLowerCase())) byName.set(name.toLowerCase(), target);
    patterns.push([name, target]);
  }
  const table = { byName, patterns };
  tables.set(aliases, table);
  return table;
}
