import { describe, expect, it } from 'vitest';
import { readServiceAccount } from '../../../../src/core/google/auth/service-account.ts';

const file = {
  type: 'service_account',
  project_id: 'my-project',
  private_key_id: 'k1',
  private_key: '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n',
  client_email: 'robot@my-project.iam.gserviceaccount.com',
  token_uri: 'https://evil.test/token',
};

const read = (own: object) => readServiceAccount(JSON.stringify({ ...file, ...own }));

describe('readServiceAccount', () => {
  it('takes what signing needs, and not the address where to sign in', () => {
    expect(read({})).toEqual({
      email: file.client_email,
      privateKey: file.private_key,
      keyId: 'k1',
      project: 'my-project',
    });
  });

  it('does without a project and the id of the key', () => {
    expect(read({ project_id: undefined, private_key_id: 7 })).toMatchObject({ keyId: undefined, project: '' });
  });

  it.each([{ client_email: undefined }, { private_key: undefined }, { client_email: 7 }, { private_key: null }])(
    'is undefined with %j',
    (own) => {
      expect(read(own)).toBeUndefined();
    },
  );

  it.each(['', 'AIzaSyA0123456789', 'null', '7', '[]', '"text"', '{'])('is undefined for %j', (text) => {
    expect(readServiceAccount(text)).toBeUndefined();
  });
});
