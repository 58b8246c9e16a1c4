/**
 * JSON Web Tokens (RFC 7519) signed with RS256 (RFC 7518, section 3.3), the one algorithm that Google's sign-in of service
 * accounts takes. By hand: a library of all of JOSE weighs 6 kB for one call of WebCrypto.
 */
import { fromBase64, toBase64Url } from '../../utils/bytes.ts';

const RS256 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' } as const;
const BEGIN = '-----BEGIN PRIVATE KEY-----';

/**
 * @param pem an RSA key as PKCS #8 (RFC 7468, section 10).
 * @throws {TypeError | DOMException} for anything else.
 */
export async function importPrivateKey(pem: string): Promise<CryptoKey> {
  if (!pem.startsWith(BEGIN)) throw new TypeError('The private key is no PKCS #8 in PEM');
  const base64 = pem.slice(BEGIN.length).replace(/-----END PRIVATE KEY-----|\s/g, '');
  return crypto.subtle.importKey('pkcs8', fromBase64(base64), RS256, false, ['sign']);
}

/** @returns header, payload and signature in base64url with dots between (JWS Compact Serialization, RFC 7515, section 7.1). */
export async function signJwt(key: CryptoKey, claims: object, keyId: string | undefined): Promise<string> {
  const header = { alg: 'RS256', typ: 'JWT', ...(keyId === undefined ? {} : { kid: keyId }) };
  const signed = [header, claims].map((part) => toBase64Url(utf8(JSON.stringify(part)))).join('.');
  const signature = await crypto.subtle.sign(RS256.name, key, utf8(signed));
  return `${signed}.${toBase64Url(new Uint8Array(signature))}`;
}

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
