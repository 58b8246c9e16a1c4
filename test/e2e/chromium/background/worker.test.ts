/** The background may be stopped, restarted or replaced at any time. */
import type { BrowserContext } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Bench, benchKeys, startBench } from '../../support/bench.ts';
import { stopWorker } from '../../support/owner.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
afterEach(() => bench.fake.reset());
afterAll(() => bench?.close());

const question = {
  method: 'POST',
  body: JSON.stringify({ model: 'gemini-2.5-flash', messages: [{ role: 'user', content: 'hello' }] }),
};
const endless = { text: ['one ', 'two ', 'three '], gap: { at: 1, ms: 3_600_000 } };

test('a worker that was stopped between two requests answers the next one with the keys it had', async () => {
  const page = await bench.open();
  const ask = () =>
    page.evaluate(async (question) => {
      const response = await fetch('https://hajimi.invalid/v1/chat/completions', question);
      return [response.status, (await response.json()).choices?.[0].message.content];
    }, question);
  const marker = () => bench.context.serviceWorkers()[0]?.evaluate(() => Reflect.get(globalThis, 'marker'));

  expect(await ask()).toEqual([200, expect.any(String)]);
  await bench.context.serviceWorkers()[0]?.evaluate(() => Reflect.set(globalThis, 'marker', 'old'));
  await stopWorker(page);
  expect(await ask()).toEqual([200, expect.any(String)]);
  expect(await marker(), 'the worker is a new one').toBeUndefined();
  expect(bench.fake.requests.map(({ key }) => key)).toEqual([expect.any(String), expect.any(String)]);
  for (const { key } of bench.fake.requests) expect(benchKeys).toContain(key);
});

test('a worker that is stopped before the head is asked again, unseen', async () => {
  const { fake } = bench;
  const undo = fake.script({}, { beforeHead: 3_600_000 });
  const page = await bench.open();
  const asking = page.evaluate(
    async (question) => (await fetch('https://hajimi.invalid/v1/chat/completions', question)).status,
    question,
  );
  await fake.waitFor(() => true);
  undo();
  await stopWorker(page);
  expect(await asking).toBe(200);
});

test('a worker that is stopped within a stream ends it at once, with an error', async () => {
  const { fake } = bench;
  fake.script({}, endless);
  const page = await bench.open();
  await page.evaluate(async ({ method, body }) => {
    const streaming = JSON.stringify({ ...JSON.parse(body), stream: true });
    Object.assign(window, {
      response: await fetch('https://hajimi.invalid/v1/chat/completions', { method, body: streaming }),
    });
  }, question);
  const reading = page.evaluate(() => response.text().catch(String));
  await stopWorker(page);
  // The app may still get to say it in the client's dialect; what counts is that nothing hangs.
  expect(await reading).toMatch(/^TypeError: Failed to fetch|data: \{"error"/);
});

/** Without the developer's mode an unpacked extension that is reloaded stays off. */
async function allowReloading(context: BrowserContext): Promise<void> {
  const page = await context.newPage();
  await page.goto('chrome://extensions');
  await page.evaluate(() =>
    Reflect.get(chrome, 'developerPrivate').updateProfileConfiguration({ inDeveloperMode: true }),
  );
  await page.close();
}

/** Runs in the page: every way to ask, and how SillyTavern asks. Each gives its status and what the error says. */
function askAll({ body }: { readonly body: string }): Promise<Array<[number, string | undefined]>> {
  const said = (text: string): string | undefined => JSON.parse(text).error?.message;
  const fetched = async (url: string, body: string): Promise<[number, string | undefined]> => {
    const response = await fetch(url, { method: 'POST', body });
    return [response.status, said(await response.text())];
  };
  const url = 'https://hajimi.invalid/v1/chat/completions';
  const xhr = new Promise<[number, string | undefined]>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.onload = () => resolve([request.status, said(request.responseText)]);
    request.onerror = reject;
    request.send(body);
  });
  const source = { chat_completion_source: 'custom', custom_url: 'https://hajimi.invalid/v1' };
  const tavern = JSON.stringify({ ...source, ...JSON.parse(body) });
  return Promise.all([fetched(url, body), xhr, fetched('/api/backends/chat-completions/generate', tavern)]);
}

test('a reloaded extension: who waits gets an answer that says so, and the page goes on with the new one', async () => {
  await allowReloading(bench.context);
  const undo = bench.fake.script({}, { beforeHead: 3_600_000 });
  const page = await bench.open();
  await page.evaluate(() => {
    // As every library does that is given a `fetch` when it is made.
    Object.assign(window, { kept: window.fetch, patched: [window.fetch, XMLHttpRequest.prototype.send] });
  });
  const waiting = page.evaluate(askAll, question);
  await bench.fake.waitFor(() => true);
  // Never answered: what would answer is gone.
  void bench.context
    .serviceWorkers()[0]
    ?.evaluate(() => chrome.runtime.reload())
    .catch(() => undefined);
  const sentence = expect.stringContaining('Reload this page');
  expect(await waiting).toEqual([503, 503, 503].map((status) => [status, sentence]));
  undo();
  const answered = [200, undefined];
  // Another question: the same one may still be asked by the bridge that was left, and would share its answer.
  const next = { body: question.body.replace('hello', 'hello again') };
  await expect.poll(() => page.evaluate(askAll, next)).toEqual([answered, answered, answered]);
  const later = await page.evaluate(async ({ method, body }) => {
    const { status } = await kept('https://hajimi.invalid/v1/chat/completions', { method, body });
    return [status, patched[0] === window.fetch, patched[1] === XMLHttpRequest.prototype.send];
  }, question);
  // Nothing was patched twice, and what the page had kept goes on.
  expect(later).toEqual([200, true, true]);
});

test('an abort is still a rejection with its reason, also while the extension is gone', async () => {
  const page = await bench.open();
  const seen = await page.evaluate(() =>
    fetch('https://hajimi.invalid/v1/models', { signal: AbortSignal.abort(new Error('mine')) }).catch(String),
  );
  expect(seen).toBe('Error: mine');
});

declare global {
  var response: Response;
  var kept: typeof fetch;
  var patched: unknown[];
}
