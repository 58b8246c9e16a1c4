/** Finds the keys in whatever a person pasted: a list, CSV, JSON, an `.env` file, a chat message. Pure. */

import type { CredentialKind } from '../../../contract/keys.ts';
import { parseJson } from '../../utils/json/json.ts';
import { isTooDeep } from '../../utils/json/json-depth.ts';

export interface FoundKey {
  readonly kind: CredentialKind;
  readonly secret: string;
}

/**
 * `AIza` and 35 more; since 2026 two letters, a dot and a long rest: `AQ.` and, as users report, `IQ.`
 * (docs/design/peers.md#forms-of-keys).
 */
const wellKnown = /AIza[\w-]{35}(?![\w-])|(?<![\w.-])[A-Z]{2}\.[\w-]{20,}(?:\.[\w-]+)*/g;
/** Tokens of a signed-in person, which Gemini takes in another header and for an hour only. */
const notKeys = /^(?:ya29\.|eyJ)/;

/** Every key in `text` once, in order. Known forms are found anywhere; others where they stand alone. */
export function parseKeys(text: string): FoundKey[] {
  const found = new Map<string, FoundKey>();
  const add = (key: FoundKey): void => {
    if (!found.has(key.secret)) found.set(key.secret, key);
  };
  const json = keysJson(text);
  if (json === undefined) {
    const { accounts, rest } = takeServiceAccounts(text);
    accounts.forEach(add);
    secretsIn(rest, { alone: true }).forEach(add);
  } else {
    walk(json, false, add);
  }
  return [...found.values()];
}

function keysJson(text: string): unknown {
  if (!/^\s*[[{"]/.test(text)) return undefined;
  const value = parseJson(text);
  // What nests deeper holds no keys on purpose, and is looked through as text.
  return isTooDeep(value) ? undefined : value;
}

/** @param named whether the place in the JSON says that keys stand here: a list, or a field with `key` in its name. */
function walk(value: unknown, named: boolean, add: (key: FoundKey) => void): void {
  if (typeof value === 'string') {
    const inner = keysJson(value);
    if (inner !== undefined) walk(inner, named, add);
    else secretsIn(value, { alone: named }).forEach(add);
  } else if (Array.isArray(value)) {
    for (const item of value) walk(item, named || typeof item === 'string', add);
  } else if (typeof value === 'object' && value !== null) {
    if (isServiceAccount(value)) {
      add({ kind: 'service-account', secret: JSON.stringify(value) });
      return;
    }
    for (const [name, inner] of Object.entries(value)) {
      if (!/invalid/i.test(name)) walk(inner, /^(?:(?:.*_)?api_?keys?|keys?|secrets?)(?:_\d+)?$/i.test(name), add);
    }
  }
}

const isServiceAccount = (value: object): boolean =>
  'type' in value && value.type === 'service_account' && 'private_key' in value && 'client_email' in value;

/** Service accounts within other text, as the original's `GOOGLE_CREDENTIALS_JSON` holds several joined by commas. */
function takeServiceAccounts(text: string): { accounts: FoundKey[]; rest: string } {
  const accounts: FoundKey[] = [];
  if (!text.includes('service_account')) return { accounts, rest: text };
  const others: string[] = [];
  let done = 0;
  for (let start = text.indexOf('{'); start >= 0; start = text.indexOf('{', Math.max(start + 1, done))) {
    const end = objectEnd(text, start);
    const value = end === undefined ? undefined : keysJson(text.slice(start, end));
    if (end === undefined || typeof value !== 'object' || value === null || !isServiceAccount(value)) continue;
    accounts.push({ kind: 'service-account', secret: JSON.stringify(value) });
    others.push(text.slice(done, start));
    done = end;
  }
  return { accounts, rest: [...others, text.slice(done)].join(' ') };
}

/** Letters of a service account: Google's have some 2,400. A bound, since every brace of a text may begin one. */
const LONGEST_ACCOUNT = 8192;
/** Objects in each other; Google's accounts hold none. */
const DEEPEST_ACCOUNT = 3;

/** The end of the object that begins at `start`, where it can be an account; braces within strings don't count. */
function objectEnd(text: string, start: number): number | undefined {
  const last = Math.min(text.length, start + LONGEST_ACCOUNT);
  let depth = 0;
  let inString = false;
  for (let at = start; at < last; at += 1) {
    const letter = text[at];
    if (inString && letter === '\\') at += 1;
    else if (letter === '"') inString = !inString;
    else if (!inString && letter === '{') {
      depth += 1;
      if (depth > DEEPEST_ACCOUNT) return undefined;
    } else if (!inString && letter === '}') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

function secretsIn(text: string, { alone }: { alone: boolean }): FoundKey[] {
  const known = [...text.matchAll(wellKnown)].map(({ 0: secret, index }) => ({ secret, index }));
  // As long as the text, so that places in it stay what they were.
  const rest = text.replace(wellKnown, (secret) => ' '.repeat(secret.length));
  const looksRight = known.length > 0 || !alone ? isLongToken : isLikelyKey;
  const others = [...rest.matchAll(/[^\s,;|，；、"'`<>()[\]{}]+/g)]
    .map(({ 0: token, index }) => ({ secret: bare(token), index }))
    .filter(({ secret }) => looksRight(secret));
  return [...known, ...others]
    .filter(({ secret }) => !notKeys.test(secret))
    .sort((a, b) => a.index - b.index)
    .map(({ secret }) => ({ kind: 'ai-studio', secret }));
}

/** Without a `NAME=` or `name:` in front, and without the full stop of a sentence. */
function bare(token: string): string {
  const value = token.replace(/^[A-Za-z_][\w-]*(?:=|:(?!\/))/, '');
  let end = value.length;
  while (value[end - 1] === '.' || value[end - 1] === ':') end -= 1;
  return value.slice(0, end);
}

/** Google changes the form of its keys, so any will do; but a word of a sentence is none. */
const isLikelyKey = (token: string): boolean =>
  /^[\w.~+/=-]{4,512}$/.test(token) && (/[\d_.-]/.test(token) || token.length >= 16);

/** Next to keys of a known form, and in a JSON field of any name, it must look the part. */
const isLongToken = (token: string): boolean => /^(?=.*\d)(?=.*[A-Za-z])[\w.-]{20,512}$/.test(token);
