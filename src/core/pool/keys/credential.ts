/** What identifies a credential, and how little of it is ever shown. */

import type { CredentialRecord } from '../../records.ts';
import { parseObject } from '../../utils/json/json.ts';
import { sha256 } from '../../utils/sha256.ts';
import type { FoundKey } from './parse-keys.ts';

/** The first 16 hex digits of SHA-256: the same key has the same id on every machine and after every import. */
export const credentialId = async (secret: string): Promise<string> => (await sha256(secret)).slice(0, 16);

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
  const email = parseObject(serviceAccount)?.client_email;
  return typeof email === 'string' ? email : '';
}
