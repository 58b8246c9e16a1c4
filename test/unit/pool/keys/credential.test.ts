import { describe, expect, it } from 'vitest';
import { createCredential, credentialId, masked } from '../../../../src/core/pool/keys/credential.ts';

const account = JSON.stringify({
  type: 'service_account',
  client_email: 'robot@my-project.iam.gserviceaccount.com',
  private_key: 'PRIVATE',
});

describe('the id of a credential', () => {
  it('is the beginning of the SHA-256 of its secret', async () => {
    expect(await credentialId('abc')).toBe('ba7816bf8f01cfea');
    expect(await credentialId('')).toBe('e3b0c44298fc1c14');
  });
});

describe('a new credential', () => {
  it('is enabled and without limits', async () => {
    expect(await createCredential({ kind: 'ai-studio', secret: 'abc' }, 7)).toEqual({
      id: 'ba7816bf8f01cfea',
      kind: 'ai-studio',
      secret: 'abc',
      label: '',
      note: '',
      addedAt: 7,
      enabled: true,
      limits: {},
    });
  });

  it.each([
    [account, 'robot@my-project.iam.gserviceaccount.com'],
    ['{"client_email":7}', ''],
    ['{}', ''],
    ['no JSON', ''],
  ])('of an account %s is labelled "%s"', async (secret, label) => {
    expect((await createCredential({ kind: 'service-account', secret }, 0)).label).toBe(label);
  });
});

describe('what is shown of a secret', () => {
  it.each([
    ['ai-studio', 'AIzaSyA0123456789abcdefghijklmnopq4f2Q', 'AIza…4f2Q'],
    ['vertex-express', 'AQ.Ab8RN6_x-0123456789', 'AQ.A…6789'],
    ['ai-studio', '0123456789abcdef', '0123…cdef'],
    ['ai-studio', '0123456789abcde', '0…'],
    ['ai-studio', 'k', 'k…'],
    ['service-account', account, 'robo….com'],
    ['service-account', 'no JSON, yet long enough', '…'],
  ] as const)('of %s %s is %s', async (kind, secret, shown) => {
    expect(masked(await createCredential({ kind, secret }, 0))).toBe(shown);
  });
});
