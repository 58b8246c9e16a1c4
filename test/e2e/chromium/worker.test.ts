/** The background may be stopped, restarted or replaced at any time. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Bench, benchKeys, startBench } from '../support/bench.ts';
import { stopWorker } from '../support/owner.ts';

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

test('an open page of a reloaded extension is told to reload, also while it waits for an answer', async () => {
  bench.fake.script({}, { beforeHead: 3_600_000 });
  const page = await bench.open();
  const ask = (path: string) =>
    page.evaluate(
      ({ path, question }) =>
        fetch(`https://hajimi.invalid${path}`, question).then((response) => response.text(), String),
      { path, question },
    );
  const waiting = ask('/v1/chat/completions');
  await bench.fake.waitFor(() => true);
  // Never answered: what would answer is gone.
  void bench.context
    .serviceWorkers()[0]
    ?.evaluate(() => chrome.runtime.reload())
    .catch(() => undefined);
  expect(await waiting).toContain('Reload this page');
  expect(await ask('/v1/models')).toContain('Reload this page');
});

declare global {
  var response: Response;
}
