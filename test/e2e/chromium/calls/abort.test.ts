/** Whoever leaves, ends the call to the upstream. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Bench, startBench } from '../../support/bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench({ backForwardCache: true });
});
beforeEach(() => bench.fake.reset());
afterAll(() => bench?.close());

const question = {
  method: 'POST',
  body: JSON.stringify({ model: 'gemini-2.5-flash', stream: true, messages: [{ role: 'user', content: 'go on' }] }),
};

/** An upstream that says a few words and then nothing for an hour. */
const endless = { text: ['one ', 'two ', 'three '], gap: { at: 2, ms: 3_600_000 } };
const silent = { beforeHead: 3_600_000 };

const upstreamClosed = () => bench.fake.waitFor((request) => request.aborted);

/** Starts a stream in the page and waits for its first piece; the page goes on to hold `response`, `reader` and `abort`. */
async function startStream(page: Page): Promise<void> {
  await page.evaluate(async (question) => {
    const abort = new AbortController();
    const response = await fetch('https://hajimi.invalid/v1/chat/completions', { ...question, signal: abort.signal });
    const copy = response.clone();
    const reader = copy.body?.getReader();
    await reader?.read();
    Object.assign(window, { abort, response, copy, reader });
  }, question);
}

test('an abort in the middle of a stream closes the upstream socket, and the reader gets the reason', async () => {
  bench.fake.script({}, endless);
  const page = await bench.open();
  await startStream(page);
  const seen = await page.evaluate(async () => {
    const reason = new Error('changed my mind');
    const [reading, text, json] = [reader.read(), response.text(), response.clone];
    abort.abort(reason);
    const outcomes = await Promise.allSettled([reading, text]);
    return [typeof json, ...outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason === reason)];
  });
  expect(seen).toEqual(['function', true, true]);
  await upstreamClosed();
});

test('text() and json() after an abort reject with the reason of the signal', async () => {
  bench.fake.script({}, endless);
  const page = await bench.open();
  const seen = await page.evaluate(async (question) => {
    const outcomes: string[] = [];
    for (const method of ['text', 'json', 'blob', 'arrayBuffer', 'bytes'] as const) {
      const signal = AbortSignal.timeout(500);
      // On a slow machine the time is over before the head has come, and the reason is the same.
      const asking = fetch('https://hajimi.invalid/v1/chat/completions', { ...question, signal });
      outcomes.push(
        await asking
          .then((response) => response[method]())
          .then(
            () => 'read',
            (error: Error) => error.name,
          ),
      );
    }
    return outcomes;
  }, question);
  expect(seen).toEqual(Array(5).fill('TimeoutError'));
});

test('an abort before the head rejects with the reason and closes the upstream socket', async () => {
  bench.fake.script({}, silent);
  const page = await bench.open();
  const asking = page.evaluate(async (question) => {
    const abort = new AbortController();
    Object.assign(window, { abort });
    const asking = fetch('https://hajimi.invalid/v1/chat/completions', { ...question, signal: abort.signal });
    return asking.then(
      () => 'answered',
      (error: Error) => [error.name, error === abort.signal.reason],
    );
  }, question);
  await bench.fake.waitFor((request) => request.method === 'streamGenerateContent');
  await page.evaluate(() => abort.abort());
  expect(await asking).toEqual(['AbortError', true]);
  await upstreamClosed();
});

test('a signal that was aborted before asks nobody', async () => {
  const page = await bench.open();
  const seen = await page.evaluate(async (question) => {
    const asking = fetch('https://hajimi.invalid/v1/chat/completions', {
      ...question,
      signal: AbortSignal.abort('no'),
    });
    const request = new Request('https://hajimi.invalid/v1/models', { signal: AbortSignal.abort('never') });
    return Promise.all(
      [asking, fetch(request)].map((one) =>
        one.then(
          () => 'answered',
          (error) => error,
        ),
      ),
    );
  }, question);
  expect(seen).toEqual(['no', 'never']);
  expect(bench.fake.requests).toEqual([]);
});

test('a reader that is cancelled closes the upstream socket, without a signal', async () => {
  bench.fake.script({}, endless);
  const page = await bench.open();
  await startStream(page);
  // A clone's stream is only cancelled when both are.
  await page.evaluate(() => Promise.all([reader.cancel(), response.body?.cancel()]).then(() => undefined));
  await upstreamClosed();
});

test.each([
  ['a page that goes elsewhere', (page: Page) => page.goto(bench.site.add('elsewhere')).then(() => undefined)],
  ['a tab that is closed', (page: Page) => page.close()],
  ['a frame that is removed', (page: Page) => page.evaluate(() => document.querySelector('iframe')?.remove())],
])('%s closes the upstream socket', async (name, leave) => {
  bench.fake.script({}, endless);
  const page = await bench.open('<iframe></iframe>');
  await page.evaluate(
    async ({ question, inFrame }) => {
      const context = inFrame ? document.querySelector('iframe')?.contentWindow : window;
      await context?.fetch('https://hajimi.invalid/v1/chat/completions', question);
    },
    { question, inFrame: name.includes('frame') },
  );
  await leave(page);
  await upstreamClosed();
});

/** Undefined where the browser did not keep the page. */
async function leaveAndReturn(): Promise<unknown> {
  bench.fake.reset();
  bench.fake.script({ method: 'streamGenerateContent' }, endless);
  const page = await bench.open(`<script>
    const restored = new Promise((resolve) => addEventListener('pageshow', (event) => event.persisted && resolve()));
  </script>`);
  await startStream(page);
  await page.evaluate(
    () => Object.assign(window, { outcome: reader.read().catch((error) => error.name) }) && undefined,
  );
  await page.goto(bench.site.add('elsewhere'));
  await upstreamClosed();
  await page.goBack({ waitUntil: 'commit' });
  return page.evaluate(async () => {
    if (!('outcome' in window)) return undefined;
    await restored;
    const again = await fetch('https://hajimi.invalid/v1/models');
    return [await outcome, again.status, (await again.json()).object];
  });
}

test('a page that is left and kept closes the upstream socket; back again, its reader fails and its calls work', async () => {
  // A browser that is short of memory keeps none, so there is more than one chance.
  const seen = (await leaveAndReturn()) ?? (await leaveAndReturn()) ?? (await leaveAndReturn());
  expect(seen).toEqual(['TypeError', 200, 'list']);
});

declare global {
  var restored: Promise<void>;
  var outcome: Promise<unknown>;
  var abort: AbortController;
  var response: Response;
  var reader: ReadableStreamDefaultReader<Uint8Array>;
  var kept: typeof fetch;
}
