/**
 * Which models and which resources a request names, wherever they stand in path, query and body, and whether its caller
 * may use them. The body is parsed as it passes, piece by piece, and goes on as it came: of a field that stands twice each
 * is judged.
 */

import {
  MOST_NAMED,
  type ResourceOwner,
  type ResourceOwners,
  theOwner,
  tooManyNamed,
} from '../../access/resource-owners.ts';
import { ProxyError } from '../../errors.ts';
import {
  isOwnedCollection,
  namesResource,
  resourcesInPath,
  resourcesNamed,
  spellingless,
} from '../../google/resources/resource-names.ts';
import { decodeModelName, type ModelRules, resolveModel } from '../../models/resolve.ts';
import { createJsonParser, type JsonHandler } from '../../utils/json/json-parser.ts';

export interface JudgedRequest {
  readonly method: string;
  /** Canonical, without the query. */
  readonly path: string;
  readonly query: string;
  /** The model in the path that is allowed already, under whatever name it was asked for. */
  readonly model: string;
}

/** What its caller may use. */
export interface JudgeRules {
  readonly settings: ModelRules;
  readonly resourceOwners: Pick<ResourceOwners, 'requireUse' | 'requireChange'>;
  readonly owner: ResourceOwner;
}

export interface Judge {
  /** Everything that is named so far. */
  readonly resources: ReadonlySet<string>;
  /**
   * Looks at the next bytes of the body, which may go on as soon as that resolves.
   * @throws {ProxyError} `invalid_json`, `model_not_found`, and as Google refuses what is not there.
   */
  see(bytes: Uint8Array): Promise<void>;
  /** @throws {ProxyError} `invalid_json` */
  end(): void;
}

/** Fields that name a model or what chooses one, as `spellingless` has them. */
const MODEL_FIELDS: ReadonlySet<string> = new Set([
  ...['model', 'models', 'modelname', 'modelid', 'basemodel', 'sourcemodel', 'tunedmodel', 'sourcetunedmodel', 'agent'],
]);
/** Below these is what a client's own functions and schemas mean by a field. */
const CLIENT_DATA: ReadonlySet<string> = new Set([
  ...['args', 'arguments', 'response', 'result', 'metadata', 'labels', 'properties', 'parameters', 'schema'],
  ...['parametersjsonschema', 'responseschema', 'responsejsonschema', 'inputschema', 'outputschema'],
]);
/** What has models answer later: their names stand in a file, or whoever has the token names one at Google itself. */
const HIDES_MODELS = /\/(?:openai\/batches|auth_tokens)$/;

/**
 * @param onField is told of each field of the body.
 * @throws {ProxyError} for what path and query name.
 */
export async function createJudge(
  { settings, resourceOwners, owner }: JudgeRules,
  request: JudgedRequest,
  onField?: JsonHandler['onField'],
): Promise<Judge> {
  const { method, path, query } = request;
  const rules = { ...settings, modelAliases: [] };
  const { whitelistModels, blockedModels, modelsOf } = rules;
  const hasRules = whitelistModels.length > 0 || blockedModels.length > 0 || modelsOf !== undefined;
  const resources = new Set<string>();
  /** Those that nobody has looked at yet. */
  let fresh: string[] = [];

  function add(resource: string): void {
    if (resources.has(resource)) return;
    if (resources.size >= MOST_NAMED) throw tooManyNamed();
    resources.add(resource);
    fresh.push(resource);
  }

  function judgeModel(text: string, field: string): void {
    const model = text.replace(/^(?:.*\/)?models\//, '').replace(/^google\//, '');
    if (!hasRules || model === '' || model === request.model) return;
    if (!/^[\w.~@:/+-]+$/.test(model))
      throw new ProxyError('invalid_value', { field, reason: 'must be the name of a model' });
    // What is sent is this very name: neither another name nor an ending of ours stands for a model here.
    resolveModel(model, rules, () => true);
  }

  /** How many fields deep the outermost one stands whose value means something to the client alone. */
  let clientData = Number.POSITIVE_INFINITY;

  function noteField(path: readonly string[]): void {
    if (clientData >= path.length) {
      clientData = CLIENT_DATA.has(spellingless(path.at(-1) ?? '')) ? path.length : Number.POSITIVE_INFINITY;
    }
    onField?.(path);
  }

  function onText(text: string | undefined, path: readonly string[]): void {
    const name = path.at(-1) ?? '';
    const field = spellingless(name);
    const isModel = MODEL_FIELDS.has(field) && path.length < clientData;
    if (text === undefined) {
      if (!isModel && !namesResource(field)) return;
      throw new ProxyError('invalid_value', { field: name, reason: 'is too long' });
    }
    if (isModel) judgeModel(text, name);
    for (const resource of resourcesNamed(field, text)) add(resource);
  }

  async function requireUse(): Promise<void> {
    const named = fresh;
    fresh = [];
    if (named.length > 0) await resourceOwners.requireUse(named, owner);
  }

  if (hasRules && method === 'POST' && HIDES_MODELS.test(path)) {
    throw new ProxyError('forbidden', { reason: hiddenModels });
  }
  const ofPath = owner === theOwner ? [] : resourcesInPath(path);
  if (changes(method, path)) await resourceOwners.requireChange(ofPath, owner);
  for (const resource of ofPath) add(resource);
  for (const model of modelsInPath(path)) judgeModel(model, 'path');
  for (const [field, text] of new URLSearchParams(query)) onText(text, field.split('.'));
  await requireUse();
  const parser = createJsonParser({ onField: noteField, onText });

  return {
    resources,
    async see(bytes) {
      parser.push(bytes);
      await requireUse();
    },
    end: () => parser.end(),
  };
}

const hiddenModels = {
  en: 'it does not say which model is asked, and the owner of this Hajimi allows only some',
  zh: '该请求未说明使用的模型，而此 Hajimi 的所有者只允许使用部分模型',
};

/** Whether the request takes away or alters what its path names. */
const changes = (method: string, path: string): boolean =>
  /^(?:DELETE|PATCH|PUT)$/.test(method) ||
  (method === 'POST' && /[:/](?:cancel|delete|transferOwnership)$|\/permissions$/i.test(path));

/** What follows `models/`, and what is called by a method although it is no base model. */
function modelsInPath(path: string): string[] {
  const segments = path.split('/');
  return segments.flatMap((segment, at) => {
    const collection = segments[at - 1] ?? '';
    const id = segment.split(':', 1)[0] ?? '';
    if (collection === 'models') return [decodeModelName(id)];
    const isCalled = at === segments.length - 1 && segment.includes(':');
    const isModel = collection === 'tunedModels' || !(isOwnedCollection(collection) || /^(?:v1\w*)?$/.test(collection));
    return isCalled && isModel ? [`${collection}/${decodeModelName(id)}`] : [];
  });
}
