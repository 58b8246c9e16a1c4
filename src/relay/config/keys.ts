/** Where the environment holds keys. */
import { parseKeys } from '../../core/pool/keys/parse-keys.ts';
import { readCredentialFiles } from './credential-files.ts';
import type { Env } from './variables.ts';

export interface KeyTexts {
  /** Every text that holds keys or service accounts. */
  readonly keyTexts: readonly string[];
  /** Texts that hold Vertex Express keys. */
  readonly expressKeyTexts: readonly string[];
}

interface Places {
  readonly env: Env;
  /** Keys that are to be left out wherever they stand. */
  readonly invalid: string;
  readonly express: string;
  readonly accounts: string;
  /** Its `*.json` files are service accounts; empty where nobody named one. */
  readonly accountFolder: string;
  /** Looked into where nobody named one. */
  readonly usualAccountFolder: string | undefined;
}

/** @param problems takes what is wrong, each with its variable's name. */
export function readKeyTexts(
  { env, invalid, express, accounts, accountFolder, usualAccountFolder = '' }: Places,
  problems: string[],
): KeyTexts {
  // A usual folder that cannot be read is the storage's trouble, and told there.
  const files = accountFolder === '' ? readFiles(usualAccountFolder, []) : readFiles(accountFolder, problems);
  const known = parseKeys(invalid).map(({ secret }) => secret);
  const without = (text: string) => known.reduce((rest, secret) => rest.replaceAll(secret, ' '), text);
  const usable = (texts: readonly string[]) => texts.map(without).filter((text) => text.trim() !== '');
  return { keyTexts: usable([...numbered(env), accounts, ...files]), expressKeyTexts: usable([express]) };
}

/** `GEMINI_API_KEYS`, then `GEMINI_API_KEYS_1`, `_2` ... by number; gaps do not matter. */
function numbered(env: Env): string[] {
  const prefix = 'GEMINI_API_KEYS';
  return Object.keys(env)
    .filter((name) => /^GEMINI_API_KEYS(_\d+)?$/.test(name))
    .sort((a, b) => Number(a.slice(prefix.length + 1)) - Number(b.slice(prefix.length + 1)))
    .flatMap((name) => env[name] ?? []);
}

function readFiles(folder: string, problems: string[]): string[] {
  if (folder === '') return [];
  try {
    return readCredentialFiles(folder);
  } catch (error) {
    problems.push(`CREDENTIALS_DIR must be a folder of JSON files that can be read: ${String(error)}`);
    return [];
  }
}
