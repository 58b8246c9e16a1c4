/** The `.env` file of the folder in which the relay is started. */
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { isCode } from '../node-error.ts';
import type { Env } from './variables.ts';

/**
 * What the file says, or undefined where there is none; a folder of that name, as Python makes them, is none.
 * @throws what reading throws, such as EACCES.
 */
export function readEnvFile(path: string): Env | undefined {
  try {
    return parseEnvFile(readFileSync(path, 'utf8'));
  } catch (error) {
    if (isCode(error, 'ENOENT') || isCode(error, 'EISDIR')) return undefined;
    throw error;
  }
}

/** `NAME=value` a line, quotes and `#` comments as in a shell. Windows' editors put a mark before the first line. */
export function parseEnvFile(text: string): Env {
  const pairs = Object.entries(parseEnv(text.replace(/^\uFEFF/, '')));
  // Node takes a line without "=" for the beginning of the next line's name.
  return Object.fromEntries(pairs.map(([name, value]) => [name.slice(name.lastIndexOf('\n') + 1), value]));
}

/** Variables that are set already win; one that is set to nothing is not. */
export function withEnvFile(env: Env, file: Env): Env {
  const set = Object.entries(env).filter(([, value]) => value?.trim());
  return { ...env, ...file, ...Object.fromEntries(set) };
}
