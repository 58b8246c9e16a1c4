import { generateKeyPairSync, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { importPrivateKey, signJwt } from '../../../../src/core/google/auth/sign-jwt.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const decoded = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));

test.each([
  ['as it is', pem],
  ['with the line breaks of Windows', pem.replaceAll('\n', '\r\n')],
  ['on one line', pem.replaceAll('\n', '')],
])("signs what node's crypto verifies, with the key %s", async (_, text) => {
  const claims = { iss: 'robot@example.iam', iat: 1_796_000_000, note: '中文 ÿ?>' };
  const token = await signJwt(await importPrivateKey(text), claims, 'key-1');
  expect(token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
  const [header = '', payload = '', signature = ''] = token.split('.');
  expect(decoded(header)).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'key-1' });
  expect(decoded(payload)).toEqual(claims);
  const signed = Buffer.from(`${header}.${payload}`);
  expect(verify('RSA-SHA256', signed, publicKey, Buffer.from(signature, 'base64url'))).toBe(true);
  expect(
    verify('RSA-SHA256', Buffer.from(`${header}.${payload}x`), publicKey, Buffer.from(signature, 'base64url')),
  ).toBe(false);
});

test('names no key where its id is unknown', async () => {
  const [header = ''] = (await signJwt(await importPrivateKey(pem), {}, undefined)).split('.');
  expect(decoded(header)).toEqual({ alg: 'RS256', typ: 'JWT' });
});

const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
test.each([
  ['nothing', ''],
  ['a text', 'the key'],
  ['a public key', publicKey.export({ type: 'spki', format: 'pem' }).toString()],
  ['PKCS #1', privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()],
  ['an elliptic curve', elliptic.export({ type: 'pkcs8', format: 'pem' }).toString()],
  ['half a key', pem.slice(0, 800)],
  ['letters that are no base64', pem.replace('MII', 'M*I')],
  ['line breaks that JSON has escaped twice', pem.replaceAll('\n', '\\n')],
])('refuses %s', async (_, text) => {
  await expect(importPrivateKey(text)).rejects.toThrow();
});
