import { expect, test } from 'vitest';
import { defaultSettings } from '../../../../src/contract/settings/table.ts';
import { createTokens } from '../../../../src/core/google/auth/access-token.ts';
import { UpstreamFailure } from '../../../../src/core/pool/types.ts';
import type { CredentialRecord } from '../../../../src/core/records.ts';
import { manualClock } from '../../../support/clock.ts';

const credential = (privateKey: string) =>
  ({
    id: 'one',
    kind: 'service-account',
    secret: JSON.stringify({ client_email: 'robot@example.iam', private_key: privateKey }),
  }) as CredentialRecord;

test.each([
  ['nothing', ''],
  ['a text', 'no key'],
  ['half a key', `-----BEGIN PRIVATE KEY-----\n${'A'.repeat(64)}\n-----END PRIVATE KEY-----\n`],
])('a private key that is %s is told of by name, and nobody is asked', async (_, privateKey) => {
  let asked = 0;
  const fetch = () => {
    asked += 1;
    return Promise.reject(new Error('not to be asked'));
  };
  const tokens = createTokens({ fetch, clock: manualClock(), settings: () => defaultSettings });
  const refusal = await tokens.get(credential(privateKey)).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(UpstreamFailure);
  expect((refusal as UpstreamFailure).failure).toMatchObject({
    cause: 'key-invalid',
    message: 'the private key of this service account cannot be read',
  });
  expect(asked).toBe(0);
});
