/** Names of what a key made at Google: files, caches, tuned models, operations. Only that key may use them. */

/** What stands before the id in a resource's name. Models have no owner, but their operations have. */
const OWNED =
  'files|cachedContents|tunedModels|batches|fileSearchStores|corpora|ragStores|interactions|operations|generatedFiles';
const NAME = new RegExp(`(?:^|/)((?:${OWNED})/[\\w.~-]+|models/[\\w.~-]+/operations/[\\w.~-]+)`);

/** The owned resource in a path or URI, by its first name: a tuned model's permission belongs to the tuned model. */
export const resourceIn = (path: string): string | undefined => NAME.exec(path)?.[1];

/** Fields whose value is a resource's name or URI, in Google's two spellings. */
const FIELDS = ['fileUri', 'cachedContent', 'previousInteractionId', 'fileSearchStoreNames', 'fileName', 'tunedModel'];
const names = new Set(
  FIELDS.flatMap((field) => [field, field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)]),
);
/** Within a string the quotes around a field's name would be escaped, so no prompt can pass for one. */
const FIELD = new RegExp(`(?<!\\\\)"(${[...names].join('|')})"\\s*:\\s*(\\[[^\\]]*\\]|"(?:[^"\\\\]|\\\\.)*")`, 'g');

/** All resources that a request body names, which came as text and need not be parsed for anything else. */
export function resourcesInBody(json: string): string[] {
  const found = new Set<string | undefined>();
  for (const [, field = '', value = ''] of json.matchAll(FIELD)) {
    for (const quoted of value.match(/"(?:[^"\\]|\\.)*"/g) ?? []) {
      found.add(resourceOf(field, quoted.slice(1, -1).replaceAll('\\/', '/')));
    }
  }
  return [...found].filter((name) => name !== undefined);
}

/** The same of a request that is at hand as an object: its text, often megabytes of picture, is not looked at. */
export function resourcesIn(request: unknown): string[] {
  const found = new Set<string | undefined>();
  const look = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) {
      for (const item of value) look(item);
      return;
    }
    // No list of all fields is made: of a long conversation it would be the largest thing about a request.
    for (const field in value) {
      const inner: unknown = (value as Record<string, unknown>)[field];
      if (!names.has(field)) look(inner);
      else for (const text of [inner].flat()) if (typeof text === 'string') found.add(resourceOf(field, text));
    }
  };
  look(request);
  return [...found].filter((name) => name !== undefined);
}

const resourceOf = (field: string, text: string): string | undefined =>
  /interaction/i.test(field) ? `interactions/${text}` : resourceIn(text);

const MADE = new RegExp(`"name"\\s*:\\s*"((?:${OWNED})/[\\w.~-]+|models/[\\w.~-]+/operations/[\\w.~-]+)`, 'g');

/** All resources that the beginning of an answer names. An interaction is named by its id alone. */
export function resourcesInAnswer(path: string, text: string): string[] {
  const found = new Set(Array.from(text.matchAll(MADE), ([, name = '']) => name));
  const id = /\/interactions(?:\?|$)/.test(path) ? /"id"\s*:\s*"([\w.~-]+)"/.exec(text)?.[1] : undefined;
  if (id !== undefined) found.add(`interactions/${id}`);
  return [...found];
}
