import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseKeys } from '../../../../src/core/pool/keys/parse-keys.ts';

const classic = (n: number) => `AIzaSy${String(n).padStart(33, 'x-_9')}`;
const A = classic(1);
const B = classic(2);
const newer = 'AQ.Ab8RN6Jm3kd0fZ_Vq-x1w2y3z4A5B6C7D8E9F0';
const reported = 'IQ.Zk39aa0b1c2d3e4f5g6h7i8j9k0';
const secrets = (text: string) => parseKeys(text).map(({ secret }) => secret);
const account = {
  type: 'service_account',
  project_id: 'p',
  private_key_id: '0123456789abcdef0123456789abcdef01234567',
  private_key: '-----BEGIN PRIVATE KEY-----\nMIIEvQ{IBADANBg\n-----END PRIVATE KEY-----\n',
  client_email: 'robot@p.iam.gserviceaccount.com',
};

describe('keys in any text', () => {
  test.each([
    ['one', A, [A]],
    ['lines', `${A}\n${newer}\r\n${B}`, [A, newer, B]],
    ['commas, also Chinese ones', `${A},${B}，${newer}、${reported}`, [A, B, newer, reported]],
    ['the same twice', `${A} ${A}`, [A]],
    ['a chat message', `Hi! My key is "${A}". The other one (${B}) works too, thanks.`, [A, B]],
    ['.env', `# keys\nGEMINI_API_KEYS=${A},${B}\nexport GEMINI_API_KEYS_1="${newer}"\nPASSWORD=abc`, [A, B, newer]],
    [
      'CSV with a header and notes',
      `name,key,note\nmain account,${A},works since 2026-11-24\nspare,${newer},`,
      [A, newer],
    ],
    ['JSON list', JSON.stringify([A, 'some-other-key-1']), [A, 'some-other-key-1']],
    [
      'JSON of another proxy',
      JSON.stringify({ API_KEYS: [A, B], ALLOWED_TOKENS: [], BASE_URL: 'https://x.test/v1' }),
      [A, B],
    ],
    [
      "the original's settings.json",
      JSON.stringify({ GEMINI_API_KEYS: `${A},${B}`, INVALID_API_KEYS: classic(3), PASSWORD: 'hunter-22' }),
      [A, B],
    ],
    ['other forms, where nothing else is there', 'key-1, key-2\nkey-3', ['key-1', 'key-2', 'key-3']],
    ['a URL query', `https://generativelanguage.googleapis.com/v1beta/models?key=${A}`, [A]],
    ['a word is no key', 'please add my keys', []],
    ['nothing', ' \n ', []],
    ['tokens of a signed-in person', 'ya29.a0AfB_byC1234567890abcdef eyJhbGciOiJIUzI1NiJ9.e30.x', []],
    ['a newer form among known ones', `${A}\nZZ-1234567890abcdefghij`, [A, 'ZZ-1234567890abcdefghij']],
  ])('%s', (_, text, expected) => {
    expect(secrets(text)).toEqual(expected);
  });

  test('service accounts, alone, in a list, and joined by commas', () => {
    const one = JSON.stringify(account);
    const other = JSON.stringify({ ...account, client_email: 'b@p.iam.gserviceaccount.com' });
    const expected = [
      { kind: 'service-account', secret: one },
      { kind: 'service-account', secret: other },
    ];
    expect(parseKeys(JSON.stringify(account, null, 2))).toEqual(expected.slice(0, 1));
    expect(parseKeys(`[${one},${other}]`)).toEqual(expected);
    expect(parseKeys(`${one},\n${other}`)).toEqual(expected);
    expect(parseKeys(`${A}\n${one}`)).toEqual([expected[0], { kind: 'ai-studio', secret: A }]);
  });

  test('finds every key, in order, whatever separates them', () => {
    const key = fc.oneof(fc.stringMatching(/^AIza[A-Za-z0-9_-]{35}$/), fc.stringMatching(/^AQ\.[A-Za-z0-9_-]{20,60}$/));
    const separator = fc.constantFrom(',', '\n', ' ', '; ', '\r\n', '", "', ',,', '\t');
    fc.assert(
      fc.property(fc.uniqueArray(key, { minLength: 1, maxLength: 20 }), separator, (keys, between) => {
        expect(secrets(keys.join(between))).toEqual(keys);
      }),
    );
  });

  test('never throws', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => Array.isArray(parseKeys(text))));
  });
});
