/** What identifies a credential, and how little of it is ever shown. */

import type { CredentialRecord } from '../../records.ts';
import type { FoundKey } from './parse-keys.ts';

/** The first 16 hex digits of SHA-256: the same key has the same id on every machine and after every import. */
export async function credentialId(secret: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(secret));
  return [...new Uint8Array(digest, 0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export async function createCredential({ kind, secret }: FoundKey, addedAt: number): Promise<CredentialRecord> {
  const id = await credentialId(secret);
  const label = kind === 'service-account' ? clientEmail(secret) : '';
  return { id, kind, secret, label, note: '', addedAt, enabled: true, limits: {} };
}

/** Enough to tell keys apart, too little to use one: `AIza…4f2Q`. */
export function masked({ kind, secret }: CredentialRecord): string {
  const shown = kind === 'service-account' ? clientEmail(secret) : secret;
  return shown.length < 16 ? `${shown.slice(0, 1)}…` : `${shown.slice(0, 4)}…${shown.slice(-4)}`;
}

function clientEmail(serviceAccount: string): string {
  try {
    const { client_email: email }: { client_email?: unknown } = JSON.parse(serviceAccount);
    return typeof email === 'string' ? email : '';
  } catch {
    return '';
  }
}
