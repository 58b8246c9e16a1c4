/** A relay that stops tells every client whose answer takes longer than it can wait. */
// covers: src/relay/http/server.ts, src/relay/http/client-abort.ts
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createRedactor } from '../../../../src/core/redact/redactor.ts';
import { readConfig } from '../../../../src/relay/config/config.ts';
import { type Relay, startRelay } from '../../../../src/relay/create-relay.ts';
import { type FakeGemini, startFakeGemini } from '../../../fake-gemini/server.ts';

const HOUR = 3_600_000;
let fake: FakeGemini;
let relay: Relay;

async function start(FAKE_STREAMING: string): Promise<Relay> {
  const config = readConfig({
    HOME: '/h',
    PORT: '0',
    FAKE_STREAMING,
    ENABLE_STORAGE: 'false',
    GEMINI_BASE_URL: fake.url,
    GEMINI_API_KEYS: `AIzaSy${'Stopping'.padEnd(33, 'x')}`,
  });
  return startRelay(config, {
    version: '0.0.0-test',
    log: { write: () => undefined },
    redactor: createRedactor(),
    page: { has: () => false, respond: () => undefined },
  });
}

beforeEach(async () => {
  fake = await startFakeGemini();
  relay = await start('false');
});
afterEach(() => fake.close());

const post = (path: string, body: object, init: RequestInit = {}) =>
  fetch(`${relay.url}${path}`, {
    method: 'POST',
    headers: { authorization: 'Bearer 123', 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...init,
  });

const chat = (stream: boolean) => ({
  model: 'gemini-2.5-flash',
  stream,
  messages: [{ role: 'user', content: 'hello' }],
});
const native = { contents: [{ role: 'user', parts: [{ text: 'hello' }] }] };
const generate = (method: string) => `/gemini/v1beta/models/gemini-2.5-flash:${method}`;

/** A body without a length. */
const chunked = (body: object) =>
  ({ body: new Blob([JSON.stringify(body)]).stream(), duplex: 'half' }) as unknown as RequestInit;

const slowStream = { text: ['one ', 'two '], betweenChunks: HOUR };

it.each<readonly [string, () => Promise<Response>, string]>([
  ["OpenAI's stream", () => post('/v1/chat/completions', chat(true)), '"code":"stopping"'],
  ['that of a chunked question', () => post('/v1/chat/completions', {}, chunked(chat(true))), '"code":"stopping"'],
  [
    "Google's stream of events",
    () => post(generate('streamGenerateContent?alt=sse'), native),
    '"status":"UNAVAILABLE"',
  ],
  ["Google's stream as an array", () => post(generate('streamGenerateContent'), native), '"status":"UNAVAILABLE"'],
  [
    'one that passes as it is',
    () => post(generate('streamGenerateContent?alt=sse&x=1'), native),
    '"status":"UNAVAILABLE"',
  ],
])('%s ends with an event that says so', async (_, ask, words) => {
  fake.script({}, slowStream);
  const response = await ask();
  expect(response.status).toBe(200);
  const text = response.text();
  await fake.waitFor(({ chunksSent }) => chunksSent > 0);
  await relay.close(50);
  expect(await text).toContain('one ');
  expect(await text).toContain('The relay is stopping');
  expect(await text).toContain(words);
  expect(await text).not.toMatch(/error.*one /s);
});

it('a stream of events ends as one, and an array is whole JSON', async () => {
  fake.script({}, slowStream);
  const texts = await Promise.all([
    post('/v1/chat/completions', chat(true)),
    post(generate('streamGenerateContent'), native),
  ]).then((responses) => responses.map((response) => response.text()));
  await relay.close(50);
  const [events = '', array = ''] = await Promise.all(texts);
  expect(events).toMatch(/data: \[DONE\]\n\n$/);
  expect(JSON.parse(array).at(-1)).toMatchObject({ error: { code: 503, status: 'UNAVAILABLE' } });
});

it.each<readonly [string, () => Promise<Response>]>([
  ['chat', () => post('/v1/chat/completions', chat(false))],
  ['stream that has not begun', () => post('/v1/chat/completions', chat(true))],
  ['chunked question', () => post('/v1/chat/completions', {}, chunked(chat(false)))],
  ['embedding', () => post('/v1/embeddings', { model: 'gemini-embedding-001', input: 'hello' })],
  ['native answer', () => post(generate('generateContent'), native)],
  ['call that passes as it is', () => post(generate('countTokens'), native)],
])('a %s gets 503', async (_, ask) => {
  fake.script({}, { beforeHead: HOUR });
  const answer = ask();
  await fake.waitFor(({ aborted }) => !aborted);
  await relay.close(50);
  const response = await answer;
  expect(response.status).toBe(503);
  expect(await response.text()).toContain('The relay is stopping');
  await fake.waitFor(({ aborted }) => aborted);
});

it('two who wait for the same answer are both told', async () => {
  fake.script({}, slowStream);
  const responses = await Promise.all([1, 2].map(() => post('/v1/chat/completions', chat(true))));
  const texts = responses.map((response) => response.text());
  await relay.close(50);
  for (const text of await Promise.all(texts)) expect(text).toMatch(/one .*The relay is stopping/s);
});

it('a stream that is read to its end before its client gets any of it ends so, too', async () => {
  await relay.close(0);
  relay = await start('true');
  fake.script({}, slowStream);
  const text = (await post('/v1/chat/completions', chat(true))).text();
  await relay.close(50);
  expect(await text).toMatch(/"delta":{}.*The relay is stopping.*data: \[DONE\]\n\n$/s);
});

it('an answer that is over in time is whole', async () => {
  fake.script({}, { text: ['one ', 'two'], betweenChunks: 100 });
  const text = (await post('/v1/chat/completions', chat(true))).text();
  await relay.close(60_000);
  expect(await text).toMatch(/one .*two.*\[DONE\]/s);
  expect(await text).not.toContain('stopping');
});
