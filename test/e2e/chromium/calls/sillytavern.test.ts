/** Which calls of a page are SillyTavern's for a model at the virtual origin, and that all others stay as they are. */
import type { IncomingMessage } from 'node:http';
import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { callTavern, customSource, describeTavern, googleSource, tavernChat } from '../../specs/sillytavern.ts';
import { type Bench, startBench } from '../../support/bench.ts';

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

const call = (path: string, body: object, init: RequestInit = {}) =>
  page.evaluate(callTavern, { url: `${folder}/${path}`, body, init });

describeTavern(() => bench);

test('its signal ends the call to Google', async () => {
  bench.fake.script({}, { beforeHead: 3_600_000 });
  const asking = page.evaluate(
    async ([url, body]) => {
      const signal = AbortSignal.timeout(500);
      return fetch(url, { method: 'POST', body, signal }).catch((error: Error) => error.name);
    },
    [`${folder}/generate`, JSON.stringify({ ...customSource, ...tavernChat })] as const,
  );
  expect(await asking).toBe('TimeoutError');
  await bench.fake.waitFor(({ aborted }) => aborted);
});

test.each<[string, string, object]>([
  [
    'another source, with the address in a field that it does not read',
    'generate',
    {
      ...googleSource,
      ...customSource,
      custom_url: 'https://other.example/v1',
      reverse_proxy: googleSource.reverse_proxy,
    },
  ],
  [
    'a source that has no address',
    'generate',
    { chat_completion_source: 'openrouter', reverse_proxy: googleSource.reverse_proxy },
  ],
  [
    'a chat about the virtual origin',
    'generate',
    { chat_completion_source: 'openai', reverse_proxy: '', messages: ['https://hajimi.invalid/v1'] },
  ],
  ['a host that only ends in its name', 'generate', { ...customSource, custom_url: 'https://not-hajimi.invalid/v1' }],
  [
    'an address that holds it',
    'generate',
    { ...customSource, custom_url: 'https://proxy.example/?https://hajimi.invalid/v1' },
  ],
  ['another endpoint', 'bias', customSource],
  ['an endpoint below', 'generate/more', customSource],
])('%s is for the server', async (_, path, body) => {
  expect((await call(path, body)).text).toBe('{"from":"server"}');
  expect(arrived).toEqual([{ path, token: 'token', body: JSON.stringify(body) }]);
});

test('so is what is not sent as SillyTavern sends it', async () => {
  const body = JSON.stringify({ ...customSource, ...tavernChat });
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
    [elsewhere, JSON.stringify({ ...customSource, ...tavernChat })] as const,
  );
  expect(outcome).toBe('opaque');
  expect(arrived.length).toBe(1);
});
