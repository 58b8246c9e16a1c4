/** Vertex credentials as the environment brings them. */
// covers: src/relay/config/keys.ts, src/core/google/endpoints
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { KeyView } from '../../../../src/contract/keys.ts';
import { createRedactor } from '../../../../src/core/redact/redactor.ts';
import { readConfig } from '../../../../src/relay/config/config.ts';
import type { Env } from '../../../../src/relay/config/variables.ts';
import { type Relay, startRelay } from '../../../../src/relay/create-relay.ts';
import { type FakeGemini, startFakeGemini } from '../../../fake-gemini/server.ts';

let fake: FakeGemini;
let relay: Relay | undefined;

beforeEach(async () => {
  fake = await startFakeGemini();
});
afterEach(async () => {
  await relay?.close(0);
  await fake.close();
});

async function start(env: Env): Promise<KeyView[]> {
  const config = readConfig({
    PORT: '0',
    PASSWORD: 'vertex-password',
    ENABLE_STORAGE: 'false',
    GEMINI_BASE_URL: fake.url,
    VERTEX_BASE_URL: fake.url,
    GOOGLE_TOKEN_URL: `${fake.url}/token`,
    ...env,
  });
  relay = await startRelay(config, {
    version: '0.0.0-test',
    log: { write: () => undefined },
    redactor: createRedactor(),
    page: { has: () => false, respond: () => undefined },
  });
  const response = await fetch(`${relay.url}/api/keys`, { headers: { authorization: 'Bearer vertex-password' } });
  return (await response.json()) as KeyView[];
}

test('several service accounts, Express keys and AI Studio keys share one pool', async () => {
  const accounts = [fake.vertex.createAccount(), fake.vertex.createAccount({ project: 'second' })];
  const keys = await start({
    GOOGLE_CREDENTIALS_JSON: accounts.map(({ json }) => json).join(',\n'),
    VERTEX_EXPRESS_API_KEY: 'AQ.express-one-0123456789,AQ.express-two-0123456789',
    GEMINI_API_KEYS: 'AIzaSySTUDIO_0123456789',
  });
  const kinds = keys.map(({ kind }) => kind);
  expect(kinds.toSorted()).toEqual(
    ['ai-studio', 'service-account', 'service-account', 'vertex-express', 'vertex-express'].toSorted(),
  );
});

test.each([
  ['false', /^\/v1beta1\/projects\/fake-project\/locations\/us-central1\//],
  ['true', /^\/v1beta1\/publishers\/google\//],
])('the order of preference is that of ENABLE_VERTEX and ENABLE_VERTEX_EXPRESS=%s', async (express, path) => {
  await start({
    ENABLE_VERTEX: 'true',
    ENABLE_VERTEX_EXPRESS: express,
    VERTEX_LOCATION: 'us-central1',
    GOOGLE_CREDENTIALS_JSON: fake.vertex.createAccount().json,
    VERTEX_EXPRESS_API_KEY: 'AQ.express-one-0123456789',
    GEMINI_API_KEYS: 'AIzaSySTUDIO_0123456789',
  });
  const response = await fetch(`${relay?.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: 'Bearer vertex-password', 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'gemini-2.5-flash', messages: [{ role: 'user', content: 'hi' }] }),
  });
  expect(response.status).toBe(200);
  expect(fake.requests.at(-1)?.path).toMatch(path);
});

test('a location that is none is refused at the start', () => {
  expect(() => readConfig({ VERTEX_LOCATION: 'evil.example/' })).toThrow(/VERTEX_LOCATION/);
});
