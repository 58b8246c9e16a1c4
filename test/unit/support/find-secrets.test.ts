import { describe, expect, test } from 'vitest';
import { findSecrets, keyLines } from '../../support/find-secrets.ts';

const value = 'AIzaSy+Q7/x9-Kf_2 "W\\5n~é:R4@tVb8';
const secrets = [{ name: 'the key', value }];
const found = (...texts: string[]) =>
  findSecrets(
    secrets,
    texts.map((text, index) => ({ where: `chunk ${index}`, text })),
  );

const base64 = (text: string) => Buffer.from(text).toString('base64');
const everyByte = (text: string) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
const everyCharacter = (text: string) =>
  [...text].map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');

const forms: Readonly<Record<string, (secret: string) => string>> = {
  'as it is': (secret) => secret,
  'in JSON': (secret) => JSON.stringify({ key: secret }),
  'in JSON within JSON': (secret) => JSON.stringify({ body: JSON.stringify({ key: secret }) }),
  'in JSON with every character escaped': everyCharacter,
  'in a URL': (secret) => `https://a.test/?key=${encodeURIComponent(secret)}&b=1`,
  'in a URL within a URL': (secret) => `https://a.test/?to=${encodeURIComponent(encodeURIComponent(secret))}`,
  'in a URL with every byte escaped': everyByte,
  'in a form': (secret) => String(new URLSearchParams({ key: secret })),
  'in base64': (secret) => base64(secret),
  'in base64, one byte later': (secret) => base64(`a${secret}`),
  'in base64, two bytes later': (secret) => base64(`ab${secret} and more`),
  'in base64 of URLs': (secret) => Buffer.from(`ab${secret}c`).toString('base64url'),
  'in base64 broken into lines': (secret) => base64(secret).replace(/.{10}/g, '$&\r\n'),
  'in base64 within a URL': (secret) => encodeURIComponent(base64(`user:${secret}`)),
};

describe.each(Object.entries(forms))('a secret %s', (_, written) => {
  test('is found', () => {
    expect(found(`before ${written(value)} after`)).not.toEqual([]);
  });

  test('is found wherever it is cut in two', () => {
    const whole = written(value);
    for (let cut = 0; cut <= whole.length; cut++) {
      expect(found(whole.slice(0, cut), whole.slice(cut)), `cut at ${cut}`).not.toEqual([]);
    }
  });

  test('is found wherever it was cut in two before it was written so', () => {
    for (let cut = 0; cut <= value.length; cut++) {
      const parts = [value.slice(0, cut), value.slice(cut)].map(written);
      expect(found(`{"a":"${parts[0]}","between":1,"b":"${parts[1]}"}`), `cut at ${cut}`).not.toEqual([]);
    }
  });
});

test('a find says what and where, and does not show the secret', () => {
  expect(found('nothing', base64(value), value)).toEqual([
    'the key as base64 in chunk 1',
    'the key as text in chunk 2',
  ]);
});

test('what is no secret is not found', () => {
  expect(found('AIza…Vb8', 'AIzaSy', value.slice(-9), base64('AIzaSyOTHER'), '%zz \\u12', '')).toEqual([]);
});

test('each line of a private key is looked for', () => {
  const line = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDfixture012345';
  const pem = `-----BEGIN PRIVATE KEY-----\n${line}\nshort\n-----END PRIVATE KEY-----\n`;
  expect(findSecrets(keyLines('an account', pem), [{ where: 'a log', text: `torn out: ${line}.` }])).toEqual([
    'line 1 of an account as text in a log',
  ]);
});

test('a secret that could be a word is refused', () => {
  expect(() => findSecrets([{ name: 'a password', value: 'hunter2' }], [])).toThrow('a password is too short');
});
