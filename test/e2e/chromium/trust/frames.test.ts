/** Which documents may ask, and that the others cannot even tell that there is something to ask. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Bench, startBench } from '../../support/bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
});
beforeEach(() => bench.fake.reset());
afterAll(() => bench?.close());

const answered = [200, 'ok'];

/** Runs in a frame's first inline script, and tells the top document what came. */
const report = `
  fetch('https://hajimi.invalid/health').then(
    async (response) => parent.postMessage([response.status, (await response.json()).status], '*'),
    (error) => parent.postMessage([error.name, error.message], '*'),
  );`;

/** Adds a frame, set up by `set` in the page, and resolves with what it reported. */
function reportOf(page: Page, attributes: Readonly<Record<string, string>>): Promise<unknown> {
  return page.evaluate(
    (attributes) =>
      new Promise((resolve) => {
        window.addEventListener('message', ({ data }) => resolve(data), { once: true });
        const frame = document.createElement('iframe');
        for (const [name, value] of Object.entries(attributes)) frame.setAttribute(name, value);
        document.body.append(frame);
      }),
    attributes,
  );
}

test('an about:blank frame asks as soon as it is there', async () => {
  const page = await bench.open();
  const seen = await page.evaluate(async () => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const response = await frame.contentWindow?.fetch('https://hajimi.invalid/health');
    return [response?.status, (await response?.json())?.status];
  });
  expect(seen).toEqual(answered);
});

test('srcdoc, blob and same-site frames ask from their first script', async () => {
  const page = await bench.open();
  const html = `<!doctype html><script>${report}</script>`;
  expect(await reportOf(page, { srcdoc: html })).toEqual(answered);
  const blob = await page.evaluate((html) => URL.createObjectURL(new Blob([html], { type: 'text/html' })), html);
  expect(await reportOf(page, { src: blob })).toEqual(answered);
  expect(await reportOf(page, { src: bench.site.add(`<script>${report}</script>`) })).toEqual(answered);
});

test('a frame that goes from about:blank to a page keeps working', async () => {
  const page = await bench.open();
  const url = bench.site.add(`<script>${report}</script>`);
  const seen = await page.evaluate(async (url) => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const early = frame.contentWindow?.fetch;
    const status = (await early?.('https://hajimi.invalid/health'))?.status;
    const reported = new Promise((resolve) => {
      window.addEventListener('message', ({ data }) => resolve(data), { once: true });
    });
    frame.src = url;
    return [status, await reported];
  }, url);
  expect(seen).toEqual([200, answered]);
});

test.each(['127.0.0.1', '[::1]'])('pages of %s are pages of this computer too', async (host) => {
  const url = bench.site.add(`<script>${report}</script>`).replace('localhost', host);
  const page = await bench.open();
  expect(await reportOf(page, { src: url })).toEqual(answered);
});

test('a sandboxed frame gets what a machine without the extension gives, and nothing is asked', async () => {
  const page = await bench.open();
  const html = `<!doctype html><script>${report}</script>`;
  expect(await reportOf(page, { srcdoc: html, sandbox: 'allow-scripts' })).toEqual(['TypeError', 'Failed to fetch']);
});

test('another site gets what a machine without the extension gives, as a page and as a frame', async () => {
  // Chromium resolves every name under localhost to this computer, and none of them is "localhost".
  const url = bench.site.add(`<script>${report}</script>`).replace('localhost', 'other.localhost');
  const page = await bench.open();
  expect(await reportOf(page, { src: url })).toEqual(['TypeError', 'Failed to fetch']);
  await page.goto(url);
  const seen = await page.evaluate(() => fetch('https://hajimi.invalid/health').catch((error: Error) => error.message));
  expect(seen).toBe('Failed to fetch');
});

test('a page with a service worker of its own: that gets every call but ours', async () => {
  const script = `
    addEventListener('activate', (event) => event.waitUntil(clients.claim()));
    addEventListener('fetch', (event) => event.respondWith(new Response('from the worker of ' + event.request.url)));`;
  bench.site.on('/guarded/worker.js', (_, response) =>
    response.writeHead(200, { 'content-type': 'text/javascript' }).end(script),
  );
  bench.site.on('/guarded/page', (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end());
  const page = await bench.context.newPage();
  await page.goto(`${bench.site.origin}/guarded/page`);
  const seen = await page.evaluate(async () => {
    const claimed = new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve));
    const registered = await navigator.serviceWorker.register('/guarded/worker.js');
    await claimed;
    const texts: string[] = [];
    for (const url of ['https://hajimi.invalid/health', 'https://elsewhere.invalid/', '/guarded/any']) {
      const viaXhr = new Promise<string>((resolve) => {
        const xhr = new XMLHttpRequest();
        xhr.open('GET', url);
        xhr.onloadend = () => resolve(xhr.responseText);
        xhr.send();
      });
      texts.push(await (await fetch(url)).text(), await viaXhr);
    }
    await registered.unregister();
    return texts;
  });
  const [ours, oursByXhr, ...others] = seen;
  expect([ours, oursByXhr]).toEqual([expect.stringContaining('"ok"'), expect.stringContaining('"ok"')]);
  const elsewhere = 'from the worker of https://elsewhere.invalid/';
  const own = `from the worker of ${bench.site.origin}/guarded/any`;
  expect(others).toEqual([elsewhere, elsewhere, own, own]);
});

test('a page that listens in on the handshake hears of its own calls only, and they go on', async () => {
  const page = await bench.open(`<script>
    const heard = [];
    const listen = (name) => addEventListener(name, ({ type }) => heard.push(type), true);
    ['hajimi:offer', 'hajimi:ready', 'message'].forEach(listen);
  </script>`);
  const seen = await page.evaluate(async () => {
    const { port1, port2 } = new MessageChannel();
    const offer = new MessageEvent('hajimi:offer', { ports: [port2], cancelable: true });
    const taken = !document.dispatchEvent(offer);
    document.dispatchEvent(new Event('hajimi:ready'));
    const answer = new Promise((resolve) => {
      port1.onmessage = () => resolve('answered');
      setTimeout(() => resolve('silence'), 500);
    });
    port1.postMessage(null, [new MessageChannel().port2]);
    const { status } = await fetch('https://hajimi.invalid/health');
    return { taken, answer: await answer, status, heard };
  });
  // A page that may ask may know that it may; what it is told there it could ask for with `fetch`.
  const offers = ['hajimi:offer', 'hajimi:ready', 'hajimi:offer'];
  expect(seen).toEqual({ taken: true, answer: 'silence', status: 200, heard: offers });
});

test('a page that breaks its built-ins after load still gets its answer', async () => {
  const page = await bench.open(`<script>
    const broken = () => { throw new Error('patched'); };
    const answer = document.documentElement.dataset;
    for (const name of ['Request', 'Response', 'ReadableStream', 'MessageChannel', 'URL', 'Promise']) window[name] = broken;
    MessagePort.prototype.postMessage = broken;
    String.prototype.includes = broken;
    Blob.prototype.arrayBuffer = broken;
    fetch('https://hajimi.invalid/v1/chat/completions', { method: 'POST', body: '{' }).then(
      async (response) => { answer.seen = response.status + ' ' + (await response.json()).error.code; },
      (error) => { answer.seen = error.stack; },
    );
  </script>`);
  await page.locator('html[data-seen]').waitFor();
  expect(await page.locator('html').getAttribute('data-seen')).toBe('400 invalid_json');
});

declare global {
  var heard: string[];
}
