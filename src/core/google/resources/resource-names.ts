/** Names of what a key made at Google: files, caches, tuned models, operations. Only that key may use them. */
import { ProxyError } from '../../errors.ts';
import { DEEPEST_JSON } from '../../utils/json/json-depth.ts';
import { decodePercent } from '../../utils/net/url-login.ts';

/** What stands before the id in a resource's name. Models have no owner, but their operations have. */
const OWNED =
  'files|cachedContents|tunedModels|batches|fileSearchStores|corpora|ragStores|interactions|operations|generatedFiles|videos';
const NAME = new RegExp(`(?:^|/)((?:${OWNED})/[\\w.~-]+|models/[\\w.~-]+/operations/[\\w.~-]+)`);

/** The owned resource in a path or URI, by its first name: a tuned model's permission belongs to the tuned model. */
export const resourceIn = (path: string): string | undefined => NAME.exec(path)?.[1];

const collections: ReadonlySet<string> = new Set(OWNED.split('|'));

export const isOwnedCollection = (name: string): boolean => collections.has(name);

/**
 * All that a path could name, in whatever way it is read: `openai/files/files/abc` is either `files/files` or `files/abc`.
 * @throws {ProxyError} `invalid_value` for an id that is none of Google's.
 */
export function resourcesInPath(path: string): string[] {
  const segments = path.split(/[?#]/, 1)[0]?.split('/') ?? [];
  return segments.flatMap((segment, at) => {
    const next = segments[at + 1];
    if (next === undefined || !collections.has(segment)) return [];
    const [, id, rest] = /^([\w.~-]*)(.*)$/.exec(next) ?? [];
    if (!id || (rest && !rest.startsWith(':'))) {
      throw new ProxyError('invalid_value', { field: segment, reason: 'must be followed by an id' });
    }
    const model = segment === 'operations' && segments[at - 2] === 'models' ? segments[at - 1] : undefined;
    return model === undefined ? [`${segment}/${id}`] : [`models/${model}/${segment}/${id}`];
  });
}

/** Fields whose value is a resource's name or URI, in Google's two spellings. */
const FIELDS = ['fileUri', 'cachedContent', 'previousInteractionId', 'fileSearchStoreNames', 'fileName', 'tunedModel'];
const names = new Set(
  FIELDS.flatMap((field) => [field, field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)]),
);

/** A field's name as none of Google's two spellings has it, so that both are the same. */
export const spellingless = (field: string): string => field.replaceAll('_', '').toLowerCase();

const fields: ReadonlySet<string> = new Set([...FIELDS.map(spellingless), 'inputfileid', 'fileid', 'interactionid']);
/** What a person or program wrote into these is no name, whatever it looks like. */
const PROSE: ReadonlySet<string> = new Set([
  ...['text', 'content', 'input', 'prompt', 'instructions', 'systeminstruction', 'query', 'title', 'displayname'],
  ...['description', 'data'],
]);

/** Whether the value of this field is a resource's and nothing else. */
export const namesResource = (field: string): boolean => fields.has(field);

/**
 * The resources that the text of a field names: in the fields that are known for it, and wherever else a text is a name or
 * an address of one and nothing else.
 * @param field as `spellingless` has it
 */
export function resourcesNamed(field: string, text: string): string[] {
  if (PROSE.has(field) || /\s/.test(text.trim())) return [];
  const name = decodePercent(text.trim());
  if (/interactionid$/.test(field)) return [`interactions/${name.replace(/^interactions\//, '')}`];
  if (/fileid$/.test(field) && !name.includes('/')) return [`files/${name}`];
  // Elsewhere than in a field of its own it must be the whole: a path on somebody's disk may look alike.
  if (!fields.has(field) && !WHOLE.test(name)) return [];
  return Array.from(name.matchAll(NAMES), ([, resource = '']) => resource);
}

const WHOLE = new RegExp(`^(?:https?://|/?(?:v1\\w*/)?(?:${OWNED}|models)/)`);
/** Also what overlaps: `files/files/abc` may be read as two names. */
const NAMES = new RegExp(`(?<=^|/)(?=((?:${OWNED})/[\\w.~-]+|models/[\\w.~-]+/operations/[\\w.~-]+))`, 'g');

/** The same of a request that is at hand as an object: its text, often megabytes of picture, is not looked at. */
export function resourcesIn(request: unknown): string[] {
  const found = new Set<string>();
  const look = (value: unknown, depth: number) => {
    // A body that is nested deeper has been refused; what is made of it is a few levels more.
    if (typeof value !== 'object' || value === null || depth > 2 * DEEPEST_JSON) return;
    if (Array.isArray(value)) {
      for (const item of value) look(item, depth + 1);
      return;
    }
    // No list of all fields is made: of a long conversation it would be the largest thing about a request.
    for (const field in value) {
      const inner: unknown = (value as Record<string, unknown>)[field];
      if (!names.has(field)) look(inner, depth + 1);
      else
        for (const text of [inner].flat())
          if (typeof text === 'string') for (const name of resourcesNamed(spellingless(field), text)) found.add(name);
    }
  };
  look(request, 0);
  return [...found];
}

const MADE = new RegExp(`"(?:name|id)"\\s*:\\s*"((?:${OWNED})/[\\w.~-]+|models/[\\w.~-]+/operations/[\\w.~-]+)`, 'g');
/** Where an operation or batch tells of the files that came out of it. */
const OUTCOME = /"(?:uri|responsesFile|responses_file)"\s*:\s*"([^"\\]{1,1000})"/g;

/** All resources that the beginning of an answer names. An interaction and OpenAI's video are named by their id alone. */
export function resourcesInAnswer(path: string, text: string): string[] {
  const found = new Set<string | undefined>(Array.from(text.matchAll(MADE), ([, name]) => name));
  const collection = /\/(interactions|videos)(?:\?|$)/.exec(path)?.[1];
  const id = collection === undefined ? undefined : /"id"\s*:\s*"([\w.~-]+)"/.exec(text)?.[1];
  if (id !== undefined) found.add(`${collection}/${id}`);
  if (/^batches\/|\boperations\//.test(resourceIn(path) ?? '')) {
    for (const [, uri = ''] of text.matchAll(OUTCOME)) found.add(resourceIn(uri));
  }
  return [...found].filter((name) => name !== undefined);
}
