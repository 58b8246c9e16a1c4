/** What is needed of a service account's JSON. */
import { parseObject } from '../../utils/json/json.ts';

export interface ServiceAccount {
  readonly email: string;
  /** PKCS #8 in PEM. */
  readonly privateKey: string;
  readonly keyId: string | undefined;
  /** Empty where the file names none. */
  readonly project: string;
}

/** Undefined for anything that is no service account. Its `token_uri` is left out: it must not say where we sign in. */
export function readServiceAccount(json: string): ServiceAccount | undefined {
  const { client_email, private_key, private_key_id, project_id } = parseObject(json) ?? {};
  if (typeof client_email !== 'string' || typeof private_key !== 'string') return undefined;
  return {
    email: client_email,
    privateKey: private_key,
    keyId: typeof private_key_id === 'string' ? private_key_id : undefined,
    project: typeof project_id === 'string' ? project_id : '',
  };
}
