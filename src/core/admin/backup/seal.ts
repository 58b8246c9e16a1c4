/** A JSON value behind a passphrase: AES-GCM with a key of PBKDF2, so that a file of keys may lie where others see it. */
import * as v from 'valibot';
import { ProxyError } from '../../errors.ts';
import { fromBase64, toBase64 } from '../../utils/bytes.ts';

/** OWASP's advice for PBKDF2 with SHA-256 (2023). Stands in the file, so that it can be raised. */
const ITERATIONS = 600_000;
/** A file must not be able to keep a worker busy for minutes. */
const MOST_ITERATIONS = 10_000_000;

const sealedSchema = v.object({
  kind: v.literal('hajimi-backup'),
  version: v.literal(1),
  sealed: v.object({
    kdf: v.literal('PBKDF2-SHA256'),
    iterations: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_ITERATIONS)),
    salt: v.string(),
    iv: v.string(),
    data: v.string(),
  }),
});

export type Sealed = v.InferOutput<typeof sealedSchema>;

export const isSealed = (file: unknown): file is Sealed => v.safeParse(sealedSchema, file).success;

export async function seal(value: unknown, passphrase: string): Promise<Sealed> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const key = await keyFrom(passphrase, salt, ITERATIONS);
  const data = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv },
    key,
    new TextEncoder().encode(JSON.stringify(value)),
  );
  return {
    kind: 'hajimi-backup',
    version: 1,
    sealed: {
      kdf: 'PBKDF2-SHA256',
      iterations: ITERATIONS,
      salt: toBase64(salt),
      iv: toBase64(iv),
      data: toBase64(new Uint8Array(data)),
    },
  };
}

/** @throws {ProxyError} `invalid_value` where the passphrase is another one or the file was changed. */
export async function unseal({ sealed }: Sealed, passphrase: string): Promise<unknown> {
  try {
    const key = await keyFrom(passphrase, fromBase64(sealed.salt), sealed.iterations);
    const data = await crypto.subtle.decrypt(
      { name: 'AES-GCM', iv: fromBase64(sealed.iv) },
      key,
      fromBase64(sealed.data),
    );
    return JSON.parse(new TextDecoder().decode(data));
  } catch (cause) {
    throw new ProxyError(
      'invalid_value',
      { field: 'passphrase', reason: { en: 'does not open this file', zh: '打不开这个文件' } },
      undefined,
      { cause },
    );
  }
}

async function keyFrom(passphrase: string, salt: Uint8Array<ArrayBuffer>, iterations: number): Promise<CryptoKey> {
  const secret = new TextEncoder().encode(passphrase.normalize('NFC'));
  const material = await crypto.subtle.importKey('raw', secret, 'PBKDF2', false, ['deriveKey']);
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations },
    material,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
}
