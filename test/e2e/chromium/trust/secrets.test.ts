/** Whatever goes wrong, no secret gets to a page, into a text that is shown or kept, or into what a person exports. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pagesOf } from '../../../../options/state/shell-pages.ts';
import type { KeyView } from '../../../../src/contract/keys.ts';
import { errorKinds } from '../../../fake-gemini/errors.ts';
import { post } from '../../../http/driver.ts';
import { findSecrets, keyLines, type Output } from '../../../support/find-secrets.ts';
import { echoOf, madeKey, madeSecret } from '../../../support/made-secrets.ts';
import { type Bench, startBench } from '../../support/bench.ts';
import { clientOf } from '../../support/page-client.ts';

const keys = ['one key', 'another key'].map(madeKey);
const express = madeSecret('an Express key', 'AQ.');
const passphrase = madeSecret('the passphrase of a backup');
const secrets = [...keys, express, passphrase];
const outputs: Output[] = [];

let bench: Bench;
beforeAll(async () => {
  bench = await startBench();
  const { context, owner, fake } = bench;
  context.on('console', (message) => outputs.push({ where: 'the console', text: message.text() }));
  for (const worker of context.serviceWorkers()) {
    worker.on('console', (message) => outputs.push({ where: 'the console of the worker', text: message.text() }));
  }
  context.on('weberror', (error) => outputs.push({ where: 'an uncaught error', text: `${error.error().stack}` }));
  const account = fake.vertex.createAccount().json;
  secrets.push(...keyLines('a service account', JSON.parse(account).private_key));
  await api('/keys/remove', { ids: (JSON.parse(await api('/keys')) as KeyView[]).map(({ id }) => id) });
  const upstream = { vertexBaseUrl: fake.url, googleTokenUrl: `${fake.url}/token` };
  await owner.configure(
    fake.url,
    keys.map(({ value }) => value),
    { ...upstream, recordBodies: true, debugHeaders: true, maxRetryNum: 1 },
  );
  await api('/keys', { text: express.value, keysAre: 'vertex-express' });
  await api('/keys', { text: account });
});
afterAll(() => bench?.close());

/** As the config page asks. @returns the body, which is kept. */
async function api(path: string, body?: object): Promise<string> {
  const { text } = await bench.owner.ask(`/api${path}`, body && post(body));
  outputs.push({ where: `/api${path}`, text });
  return text;
}

/** Keeps all that a page can see of itself. */
async function readPage(page: Page, where: string): Promise<void> {
  const seen = await page.evaluate(async () => ({
    address: [location.href, document.referrer, window.name],
    document: document.documentElement.outerHTML,
    fields: [...document.querySelectorAll('input, textarea')].map((field) => Reflect.get(field, 'value')),
    stored: [{ ...localStorage }, { ...sessionStorage }, document.cookie, await caches?.keys().catch(() => [])],
    loaded: performance.getEntries().map(({ name }) => name),
  }));
  for (const [what, value] of Object.entries(seen)) {
    outputs.push({ where: `${what} of ${where}`, text: typeof value === 'string' ? value : JSON.stringify(value) });
  }
}

test('Google says the keys in every error, and nobody hears it', async () => {
  const page = await bench.open();
  page.on('request', (request) => {
    outputs.push({ where: 'a request of the page', text: JSON.stringify([request.url(), request.headers()]) });
  });
  const client = clientOf(page);
  const body = { model: 'gemini-2.5-flash', messages: [{ role: 'user', content: 'hello' }] };
  const native = { contents: [{ role: 'user', parts: [{ text: 'hello' }] }] };
  const asks = [
    ['/v1/chat/completions', { ...body, stream: true }],
    ['/vertex/v1/chat/completions', body],
    ['/gemini/v1beta/models/gemini-2.5-flash:generateContent', native],
  ] as const;

  const pooled = JSON.parse(await api('/keys')) as KeyView[];
  expect(pooled).toHaveLength(4);
  for (const error of errorKinds) {
    for (const key of [...keys, express]) bench.fake.script({ key: key.value }, { error, message: echoOf(key) });
    for (const [path, asked] of asks) {
      const { headers, text } = await client.ask(path, post(asked));
      outputs.push({ where: `${error} at ${path}`, text: `${JSON.stringify(headers)}\n${text}` });
    }
    bench.fake.reset();
    await Promise.all(pooled.map(({ id }) => api(`/keys/${id}/try-now`, {})));
  }
  await readPage(page, 'the site');
  expect(outputs.some(({ text }) => text.includes("Consumer '***'"))).toBe(true);
  expect(findSecrets(secrets, outputs)).toEqual([]);
});

test('what the owner sees and exports holds none', async () => {
  const { owner, fake } = bench;
  for (const key of keys) fake.script({ key: key.value }, { error: 'key-invalid', message: echoOf(key) });
  for (const { id } of JSON.parse(await api('/keys')) as KeyView[]) await api(`/keys/${id}/test`, {});
  for (const path of ['/status', '/keys', '/settings', '/sites', '/models', '/stats']) await api(path);
  for (const { id } of JSON.parse(await api('/log'))) await api(`/log/${id}`);
  outputs.push({ where: '/metrics', text: (await owner.ask('/metrics')).text });
  expect(JSON.parse(await api('/log')).length).toBeGreaterThan(errorKinds.length);
  outputs.push({ where: 'the stored log', text: await (await owner.openPage()).evaluate(storedLog) });
  await api('/backup', { keys: false });
  await api('/backup', { keys: true, passphrase: passphrase.value });

  const page = await owner.openPage();
  const url = page.url().replace('manifest.json', 'options/index.html');
  for (const place of pagesOf('extension')) {
    await page.goto(`${url}#/${place}`);
    await page.locator('h1').waitFor();
    await page.locator('.loading').waitFor({ state: 'detached' });
    await readPage(page, `the page "${place}"`);
  }
  expect(outputs.filter(({ text }) => text.includes('AIza…')).length).toBeGreaterThan(0);
  expect(findSecrets(secrets, outputs)).toEqual([]);
});

/** Runs in a page of the extension: what the log left in the browser. */
function storedLog(): Promise<string> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('hajimi');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const reading = opening.result.transaction('requests').objectStore('requests').getAll();
      reading.onerror = () => reject(reading.error);
      reading.onsuccess = () => {
        opening.result.close();
        resolve(JSON.stringify(reading.result));
      };
    };
  });
}
