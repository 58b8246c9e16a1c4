/** The shapes in which a secret may turn up in a text. */

import { toBase64 } from '../utils/bytes.ts';
import { parseObject } from '../utils/json/json.ts';

/** A shorter one is a word, and stands in texts that are no secret. */
export const shortestForm = 8;
/** A line of a private key that is shorter may be a line of anything. */
const shortestKeyLine = 32;

/** As it is, in URLs, within JSON, in base64 at any place of what was encoded, and the lines of a private key. */
export function formsOf(secret: string): string[] {
  const bytes = new TextEncoder().encode(secret);
  // A lone surrogate, which `encodeURIComponent` throws at, has become U+FFFD.
  const inUrl = encodeURIComponent(new TextDecoder().decode(bytes));
  const inJson = JSON.stringify(secret).slice(1, -1);
  const keyLines = (privateKeyOf(secret) ?? '').split(/\r?\n/).filter((line) => line.length >= shortestKeyLine);
  const forms = new Set([secret, inUrl, inJson, ...inBase64(bytes), ...keyLines]);
  return [...forms].filter((form) => form.length >= shortestForm);
}

/** The private key of a service account's JSON; undefined for any other secret. */
export function privateKeyOf(secret: string): string | undefined {
  if (!secret.startsWith('{')) return undefined;
  const key = parseObject(secret)?.private_key;
  return typeof key === 'string' && key !== '' ? key : undefined;
}

/**
 * Base64 writes 6 bits a character, so what comes before a secret shifts it by 0, 2 or 4 bits. Of each of the three
 * only the characters that depend on nothing but the secret are kept.
 */
function inBase64(bytes: Uint8Array): string[] {
  return [0, 1, 2].flatMap((before) => {
    const shifted = new Uint8Array(before + bytes.length);
    shifted.set(bytes, before);
    const encoded = toBase64(shifted);
    const own = encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
    return [own, own.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
