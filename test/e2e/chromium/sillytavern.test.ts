/** Which calls of a page are SillyTavern's for a model at the virtual origin, and that all others stay as they are. */
import type { IncomingMessage } from 'node:http';
import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Bench, startBench } from '../support/bench.ts';

interface Arrived {
  readonly path: string;
  readonly token: string | undefined;
  readonly body: string;
}

let bench: Bench;
let page: Page;
/** What reached the site's own server. */
const arrived: Arrived[] = [];

const folder = '/under/a/path/api/backends/chat-completions';

beforeAll(async () => {
  bench = await startBench();
  for (const path of ['status', 'generate', 'bias', 'generate/more']) {
    bench.site.on(`${folder}/${path}`, async (request, response) => {
      const token = request.headers['x-csrf-token'];
      arrived.push({ path, token: String(token), body: await textOf(request) });
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"from":"server"}');
    });
  }
  page = await bench.open();
});
beforeEach(() => {
  bench.fake.reset();
  arrived.length = 0;
});
afterAll(() => bench?.close());

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const bytes of request) text += String(bytes);
  return text;
}

const custom = { chat_completion_source: 'custom', custom_url: 'https://hajimi.invalid/v1', reverse_proxy: '' };
const google = { chat_completion_source: 'makersuite', reverse_proxy: 'https://hajimi.invalid/gemini' };
const chat = { model: 'gemini-2.5-flash', messages: [{ role: 'user', content: 'Hi' }] };

/** Calls as SillyTavern does, with the token that its server asks for. */
const call = (path: string, body: object, init: RequestInit = {}) =>
  page.evaluate(
    async ([url, init]) => {
      const headers = { 'Content-Type': 'application/json', 'X-CSRF-Token': 'token' };
      const response = await fetch(url, { method: 'POST', headers, ...init });
      return { status: response.status, text: await response.text() };
    },
    [`${folder}/${path}`, { body: JSON.stringify(body), ...init }] as const,
  );

test('the list of models comes from the pool', async () => {
  for (const body of [custom, google]) {
    const { status, text } = await call('status', body);
    expect(status).toBe(200);
    expect(JSON.parse(text).data[0].id).toMatch(/^gemini-/);
  }
  expect(arrived).toEqual([]);
});

test('a reply comes from the pool, whole and streamed', async () => {
  const whole = await call('generate', { ...custom, ...chat, stream: false });
  expect(JSON.parse(whole.text).choices[0].message.role).toBe('assistant');
  const streamed = await call('generate', { ...google, ...chat, stream: true });
  expect(streamed.text).toMatch(/^data: \{"candidates"/);
  expect(arrived).toEqual([]);
  // Nothing of the site goes along.
  expect(JSON.stringify(bench.fake.requests)).not.toContain('token');
});

test('its signal ends the call to Google', async () => {
  bench.fake.script({}, { beforeHead: 3_600_000 });
  const asking = page.evaluate(
    async ([url, body]) => {
      const signal = AbortSignal.timeout(500);
      return fetch(url, { method: 'POST', body, signal }).catch((error: Error) => error.name);
    },
    [`${folder}/generate`, JSON.stringify({ ...custom, ...chat })] as const,
  );
  expect(await asking).toBe('TimeoutError');
  await bench.fake.waitFor(({ aborted }) => aborted);
});

test.each<[string, string, object]>([
  [
    'another source, with the address in a field that it does not read',
    'generate',
    { ...google, ...custom, custom_url: 'https://other.example/v1', reverse_proxy: google.reverse_proxy },
  ],
  [
    'a source that has no address',
    'generate',
    { chat_completion_source: 'openrouter', reverse_proxy: google.reverse_proxy },
  ],
  [
    'a chat about the virtual origin',
    'generate',
    { chat_completion_source: 'openai', reverse_proxy: '', messages: ['https://hajimi.invalid/v1'] },
  ],
  ['a host that only ends in its name', 'generate', { ...custom, custom_url: 'https://not-hajimi.invalid/v1' }],
  [
    'an address that holds it',
    'generate',
    { ...custom, custom_url: 'https://proxy.example/?https://hajimi.invalid/v1' },
  ],
  ['another endpoint', 'bias', custom],
  ['an endpoint below', 'generate/more', custom],
])('%s is for the server', async (_, path, body) => {
  expect((await call(path, body)).text).toBe('{"from":"server"}');
  expect(arrived).toEqual([{ path, token: 'token', body: JSON.stringify(body) }]);
});

test('so is what is not sent as SillyTavern sends it', async () => {
  const body = JSON.stringify({ ...custom, ...chat });
  const texts = await page.evaluate(
    async ([path, body]) => {
      const asking = [
        fetch(path, { method: 'PUT', body }),
        fetch(path, { method: 'POST', body: new Blob([body]) }),
        fetch(path, { method: 'POST', body: `${body} and more` }),
        fetch(new Request(path, { method: 'POST', body })),
      ];
      return Promise.all(asking.map(async (one) => (await one).text()));
    },
    [`${folder}/generate`, body] as const,
  );
  expect(texts).toEqual(texts.map(() => '{"from":"server"}'));
  expect(arrived.length).toBe(texts.length);
});

test('and what goes to another site', async () => {
  const elsewhere = `http://127.0.0.1:${bench.site.port}${folder}/generate`;
  const outcome = await page.evaluate(
    async ([url, body]) => {
      const response = await fetch(url, { method: 'POST', body, mode: 'no-cors' });
      return response.type;
    },
    [elsewhere, JSON.stringify({ ...custom, ...chat })] as const,
  );
  expect(outcome).toBe('opaque');
  expect(arrived.length).toBe(1);
});
