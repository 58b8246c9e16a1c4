/** Frontends that have their calls made by a third party's relay: the call is answered in the page, the relay sees nothing. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { describeDetours } from '../../specs/detours.ts';
import { type Bench, startBench } from '../../support/bench.ts';
import { type PageServer, startPageServer } from '../../support/page-server.ts';

let bench: Bench;
let relay: PageServer;
let page: Page;
let reached: string[];
beforeAll(async () => {
  [bench, relay] = await Promise.all([startBench(), startPageServer()]);
  for (const path of ['/', '/proxy2', '/get/https://hajimi.invalid/v1/models']) {
    relay.on(path, (request, response) => {
      reached.push(`${request.method} ${request.url}`);
      response.setHeader('access-control-allow-origin', '*').setHeader('access-control-allow-headers', '*');
      response.end('from the relay');
    });
  }
  page = await bench.open();
});
beforeEach(() => {
  reached = [];
  bench.fake.reset();
});
afterAll(async () => {
  await bench?.close();
  await relay?.close();
});

const target = 'https://hajimi.invalid/v1/models';
const question = JSON.stringify({ model: 'gemini-2.5-flash', messages: [{ role: 'user', content: 'secret' }] });

/** What `fetch` and then XMLHttpRequest say, each as a status or the name of an error. */
const bothWays = (url: string) =>
  page.evaluate(async (url) => {
    const fetched = await fetch(url).then(
      async (response) => [response.status, response.url, (await response.text()).slice(0, 16)],
      (error: Error) => error.name,
    );
    const asked = await new Promise((resolve) => {
      const xhr = new XMLHttpRequest();
      xhr.open('GET', url);
      xhr.onload = () => resolve([xhr.status, xhr.responseURL, xhr.responseText.slice(0, 16)]);
      xhr.onerror = () => resolve('TypeError');
      xhr.send();
    });
    return [fetched, asked];
  }, url);

test.each([
  ['as KoboldAI Lite writes it', (relay: string) => `${relay}/?${target}`],
  ['in the path', (relay: string) => `${relay}/get/${target}`],
  ['encoded', (relay: string) => `${relay}/?url=${encodeURIComponent(target)}&key=secret`],
  ['encoded twice', (relay: string) => `${relay}/?url=${encodeURIComponent(encodeURIComponent(target))}`],
  ['plain among other parameters', (relay: string) => `${relay}/?url=${target}&key=secret`],
])('an address %s', async (_, through) => {
  const answer = [200, target, expect.stringMatching(/^\{\s*"object/)];
  expect(await bothWays(through(relay.origin))).toEqual([answer, answer]);
  expect(reached).toEqual([]);
});

test.each(['/?https://hajimi.invalid%ff', '/?https%3A%2F%2Fhajimi.invalid%2', '/?https://hajimi.invalid:x@localhost/'])(
  'what cannot be read goes nowhere: %s',
  async (path) => {
    expect(await bothWays(relay.origin + path)).toEqual(['TypeError', 'TypeError']);
    expect(reached).toEqual([]);
  },
);

describeDetours(
  () => bench,
  () => relay,
);

/** Runs in the page: what becomes of a question whose address is in the headers of an XMLHttpRequest. */
function askNamed({ url, headers, body }: { url: string; headers: Record<string, string>; body: string }) {
  const xhr = new XMLHttpRequest();
  const events: unknown[] = [];
  xhr.onreadystatechange = () => events.push(xhr.readyState);
  xhr.open('POST', url);
  for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
  return new Promise<unknown[]>((resolve) => {
    xhr.onloadend = () => resolve([...new Set(events), xhr.status, xhr.responseURL, xhr.responseText.slice(0, 16)]);
    xhr.send(body);
  });
}

test('the headers of an XMLHttpRequest name it too', async () => {
  const url = `${relay.origin}/proxy2`;
  const named = {
    'risu-header': encodeURIComponent(JSON.stringify({ 'content-type': 'application/json' })),
    'Risu-URL': encodeURIComponent('https://hajimi.invalid/v1/chat/completions'),
  };
  const answered = await page.evaluate(askNamed, { url, headers: named, body: question });
  expect(answered).toEqual([
    1,
    2,
    3,
    4,
    200,
    'https://hajimi.invalid/v1/chat/completions',
    expect.stringMatching(/^\{/),
  ]);
  const unreadable = { ...named, 'risu-header': '%7Bbroken' };
  expect(await page.evaluate(askNamed, { url, headers: unreadable, body: question })).toEqual([1, 4, 0, '', '']);
  expect(reached).toEqual([]);
  const foreign = { 'risu-url': 'https%3A%2F%2Fexample.com', 'risu-header': '%7B%7D' };
  const passed = await page.evaluate(askNamed, { url, headers: foreign, body: question });
  expect(passed).toEqual([1, 2, 3, 4, 200, url, 'from the relay']);
  expect(reached).toContain('POST /proxy2');
});

test('headers for a relay that cannot be read go nowhere', async () => {
  const said = await page.evaluate(
    (relay) =>
      fetch(`${relay}/proxy2`, {
        headers: { 'risu-url': 'https%3A%2F%2Fhajimi.invalid%2Fv1%2Fmodels', 'risu-header': '%7Bbroken' },
      }).catch((error: Error) => error.name),
    relay.origin,
  );
  expect(said).toBe('TypeError');
  expect(reached).toEqual([]);
});

test('a relay stays in use for everything else', async () => {
  const said = await page.evaluate(async (relay) => {
    const asked = [
      fetch(`${relay}/?https://example.com/v1`),
      fetch(`${relay}/?https://hajimi.invalid.example.com/v1`),
      fetch(`${relay}/?about#https://hajimi.invalid/v1`),
      fetch(`${relay}/proxy2`, { headers: { 'risu-url': 'https%3A%2F%2Fexample.com' } }),
    ];
    return Promise.all(asked.map(async (one) => (await one).text()));
  }, relay.origin);
  expect(said).toEqual(said.map(() => 'from the relay'));
  expect(reached.filter((one) => one.startsWith('GET')).length).toBe(4);
});
