import type { CredentialKind } from '../../../contract/keys.ts';
import { ProxyError } from '../../errors.ts';
import type { CredentialRecord } from '../../records.ts';
import { createCredential } from './credential.ts';
import type { KeyContext } from './key-context.ts';
import { type FoundKey, parseKeys } from './parse-keys.ts';

type Target = Pick<KeyContext, 'clock' | 'journal' | 'state' | 'removed' | 'envKeys' | 'record'>;

export interface AddedKeys {
  /** Every key that was found, in order. */
  readonly found: readonly CredentialRecord[];
  /** Those of them that are new. */
  readonly added: readonly CredentialRecord[];
}

/** Adds or changes a key, which then is not among the removed ones. */
export function putKey(
  { clock, journal, removed, record }: Pick<KeyContext, 'clock' | 'journal' | 'removed' | 'record'>,
  credential: CredentialRecord,
): void {
  record({ type: 'key', credential }, clock.now());
  journal.put('credentials', credential.id, credential);
  removed.erase(credential.id);
}

/**
 * Adds every key in a text that a person pasted.
 * @param keysAre of which kind API keys are, which does not show.
 * @throws {ProxyError} `invalid_value` where there is none in it.
 */
export async function addKeys(target: Target, text: string, keysAre: CredentialKind): Promise<AddedKeys> {
  const keys = parseKeys(text).map((key) => ofKind(key, keysAre));
  if (keys.length === 0) throw new ProxyError('invalid_value', { field: 'text', reason: 'there is no API key in it' });
  const result = await addNew(target, keys, () => true);
  for (const { id } of result.found) target.envKeys.accept(id);
  return result;
}

/**
 * Adds the keys that the environment lists, without those that a person refused. @param express those of Vertex Express
 */
export async function addFromEnv(
  target: Target,
  secrets: readonly string[],
  express: readonly string[],
): Promise<AddedKeys> {
  const expressKeys = parseKeys(express.join('\n')).map((key) => ofKind(key, 'vertex-express'));
  const isExpress = new Set(expressKeys.map(({ secret }) => secret));
  const others = parseKeys(secrets.join('\n')).filter(({ secret }) => !isExpress.has(secret));
  const result = await addNew(target, [...expressKeys, ...others], (id) => !target.envKeys.isRefused(id));
  target.envKeys.list(result.found.map(({ id }) => id));
  return result;
}

async function addNew(
  target: Target,
  keys: readonly FoundKey[],
  isWanted: (id: string) => boolean,
): Promise<AddedKeys> {
  const now = target.clock.now();
  // A millisecond apart, so that they keep the order in which they were pasted.
  const found = await Promise.all(keys.map((key, index) => createCredential(key, now + index)));
  const added = found.filter(({ id }) => !target.state.keys.has(id) && isWanted(id));
  for (const credential of added) putKey(target, credential);
  return { found, added };
}

/** A service account shows what it is; an API key does not. */
const ofKind = (key: FoundKey, keysAre: CredentialKind): FoundKey =>
  key.kind === 'service-account' ? key : { ...key, kind: keysAre };
