/**
 * What of a backup decides where Google is called, and so who gets the keys. A file of somebody else could send them
 * anywhere, so these changes stand apart from all others and are made only where a person says so. Pure.
 */

import type { AddressChange } from '../../../contract/backup.ts';
import { masked } from '../../pool/keys/credential.ts';
import type { CredentialRecord } from '../../records.ts';

/** Undefined where the key goes on by the same proxy, or by none. */
export function proxyChange(key: CredentialRecord, before: CredentialRecord | undefined): AddressChange | undefined {
  const [from, to] = [before?.proxy ?? '', key.proxy ?? ''];
  return from === to ? undefined : { key: masked(key), from: addressOf(from), to: addressOf(to) };
}

/** The key with the proxy that it has, whatever the file says. */
export function withProxyOf(before: CredentialRecord | undefined, key: CredentialRecord): CredentialRecord {
  const { proxy: _, ...rest } = key;
  return before?.proxy === undefined ? rest : { ...rest, proxy: before.proxy };
}

/** Without user and password. */
const addressOf = (proxy: string): string => (URL.canParse(proxy) ? new URL(proxy).origin : proxy && '?');
