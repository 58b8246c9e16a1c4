// covers: src/relay/http/exchange.ts, src/core/dialects/delivery/read-json.ts
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createRedactor } from '../../../../src/core/redact/redactor.ts';
import { readConfig } from '../../../../src/relay/config/config.ts';
import { type Relay, startRelay } from '../../../../src/relay/create-relay.ts';
import { type FakeGemini, startFakeGemini } from '../../../fake-gemini/server.ts';

const MIB = 1024 * 1024;
let fake: FakeGemini;
let relay: Relay;

beforeEach(async () => {
  fake = await startFakeGemini();
  const config = readConfig({
    PORT: '0',
    ENABLE_STORAGE: 'false',
    MAX_BODY_MB: '6',
    GEMINI_BASE_URL: fake.url,
    GEMINI_API_KEYS: 'AIzaSyLARGE_ONE_012345,AIzaSyLARGE_TWO_012345',
  });
  relay = await startRelay(config, {
    version: '0.0.0-test',
    log: { write: () => undefined },
    redactor: createRedactor(),
    page: { has: () => false, respond: () => undefined },
  });
});
afterEach(async () => {
  await relay.close(0);
  await fake.close();
});

async function* pieces(size: number) {
  yield Buffer.from('{"contents":[{"parts":[{"text":"');
  for (let sent = 0; sent < size; sent += 64 * 1024) yield Buffer.alloc(64 * 1024, 'a');
  yield Buffer.from('"}]}]}');
}

const send = (size: number) =>
  fetch(`${relay.url}/gemini/v1beta/models/gemini-2.5-flash:generateContent`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-goog-api-key': '123' },
    body: Readable.toWeb(Readable.from(pieces(size))) as ReadableStream,
    duplex: 'half',
  } as RequestInit);

test('a body without a length passes up to the limit, and is refused by name beyond it', async () => {
  expect((await send(5 * MIB)).status).toBe(200);
  const refused = await send(8 * MIB);
  expect(refused.status).toBe(413);
  expect(await refused.json()).toMatchObject({ error: { code: 413, message: expect.stringContaining('6 MiB') } });
  // Nobody but the client is to blame.
  const keys = await fetch(`${relay.url}/api/keys`, { headers: { authorization: 'Bearer 123' } });
  expect(await keys.json()).toMatchObject([{ state: 'usable' }, { state: 'usable' }]);
});
