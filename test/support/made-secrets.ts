/** Secrets that no text holds by chance, and an upstream that says them aloud. */
import { createHash } from 'node:crypto';
import type { Secret } from './find-secrets.ts';

/** The same for the same name, with `length` characters of base64url behind `prefix`. */
export function madeSecret(name: string, prefix = '', length = 33): Secret {
  const noise = createHash('sha512').update(name).digest('base64url');
  return { name, value: prefix + noise.slice(0, length) };
}

/** As AI Studio writes them. */
export const madeKey = (name: string): Secret => madeSecret(name, 'AIzaSy');

/** An error's words with the secret in them: as it is, in a URL, in base64 and in JSON. */
export function echoOf({ value }: Secret): string {
  const base64 = Buffer.from(`me:${value}`).toString('base64');
  return `Consumer '${value}' at https://a.test/?q=${encodeURIComponent(value)} said ${base64} ${JSON.stringify(value)}.`;
}
