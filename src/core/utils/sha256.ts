import { toHex } from './bytes.ts';

/** SHA-256 (FIPS 180-4) in hex, small letters: 64 of them. @param data a text counts as its UTF-8. */
export async function sha256(data: string | Uint8Array<ArrayBuffer>): Promise<string> {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}
