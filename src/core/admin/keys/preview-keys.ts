import type { KeyPreview } from '../../../contract/keys.ts';
import { createCredential, masked } from '../../pool/keys/credential.ts';
import { parseKeys } from '../../pool/keys/parse-keys.ts';
import type { Pool } from '../../pool/pool.ts';

/** What adding this text would do, without doing it. No secret is told. */
export async function previewKeys(text: string, pool: Pool): Promise<readonly KeyPreview[]> {
  const known = new Map(pool.credentials().map((credential) => [credential.id, credential.label]));
  const found = await Promise.all(parseKeys(text).map((key) => createCredential(key, 0)));
  return found.map((credential) => {
    const { id, kind } = credential;
    const knownAs = known.get(id);
    return { id, kind, masked: masked(credential), ...(knownAs !== undefined && { knownAs }) };
  });
}
