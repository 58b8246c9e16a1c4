/** The config page of a relay that nobody gave a WEB_PASSWORD, and pages of other sites that would like its keys. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBrowser } from '../../../support/programs/browser.ts';
import { browserArgs } from '../../../support/programs/launch.ts';
import { loginLink, ownersPassword, type RelayProcess, startBuiltRelay } from '../../../support/relay.ts';

const KEY = `AIzaSy${'OwnerPageKey'.padEnd(33, 'x')}`;
const ALLOWED = 'chat.example';
const patiently = { timeout: 50_000 };

let relay: RelayProcess;
let browser: Browser;
let site: Server;
let port = 0;
beforeAll(async () => {
  site = createServer((_, response) => response.setHeader('content-type', 'text/html').end('<h1>a chat</h1>'));
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  port = (site.address() as AddressInfo).port;
  relay = await startBuiltRelay({ GEMINI_API_KEYS: KEY, ALLOWED_ORIGINS: `http://${ALLOWED}:${port}` });
  browser = await chromium.launch({
    executablePath: await findBrowser(),
    args: [...browserArgs(), '--host-resolver-rules=MAP *.example 127.0.0.1'],
  });
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await relay?.stop();
  site?.close();
});

/** What a script of a page of this host gets to read with this word. */
async function stealFrom(host: string, word: string): Promise<string> {
  const page = await browser.newPage();
  await page.goto(`http://${host}:${port}/`);
  const read = await page.evaluate(
    async ([url, shown]) => {
      const headers = { authorization: `Bearer ${shown}`, 'content-type': 'application/json' };
      const ask = (path: string, init: RequestInit = {}) => fetch(`${url}${path}`, { ...init, headers });
      try {
        const keys = (await (await ask('/api/keys')).json()) as ReadonlyArray<{ id: string }>;
        const body = JSON.stringify({ ids: keys.map(({ id }) => id) });
        return await (await ask('/api/keys/reveal', { method: 'POST', body })).text();
      } catch (error) {
        return String(error);
      }
    },
    [relay.url, word] as const,
  );
  await page.close();
  return read;
}

describe('a page of another site', () => {
  test.each([ALLOWED, 'evil.example'])('%s reads no key, whatever word it has', async (host) => {
    for (const word of ['123', ownersPassword(relay)]) {
      expect(await stealFrom(host, word)).toMatch(/^TypeError: Failed to fetch/);
    }
  });

  test('that is allowed may use the model API', async () => {
    const page = await browser.newPage();
    await page.goto(`http://${ALLOWED}:${port}/`);
    const status = await page.evaluate(
      async (url) => (await fetch(`${url}/health`, { headers: { authorization: 'Bearer 123' } })).status,
      relay.url,
    );
    expect(status).toBe(200);
    await page.close();
  });
});

describe('the person at the page', () => {
  async function open(address: string): Promise<Page> {
    const context = await browser.newContext({ locale: 'en-US' });
    const page = await context.newPage();
    await page.goto(address);
    await page.locator('h1').waitFor();
    return page;
  }
  const exportKeys = async (page: Page) => {
    await page.goto(`${relay.url}/#/keys`);
    await page.locator('.many input').check();
    await page
      .getByRole('button', { name: /Export/ })
      .first()
      .click();
    const download = page.waitForEvent('download', patiently);
    await page.getByRole('button', { name: 'Save as a file' }).click();
    return download;
  };
  const text = async (stream: NodeJS.ReadableStream) => {
    const pieces: Buffer[] = [];
    for await (const piece of stream) pieces.push(Buffer.from(piece));
    return Buffer.concat(pieces).toString();
  };

  test('signs in with the printed link, which works once and leaves the address', async () => {
    const page = await open(loginLink(relay));
    await page.getByRole('navigation', { name: 'Pages' }).waitFor(patiently);
    expect(page.url()).toBe(`${relay.url}/#/`);
    expect(await page.getByText('ALLOWED_ORIGINS lets web pages').count()).toBe(1);
    const download = await exportKeys(page);
    expect(await text(await download.createReadStream())).toContain(KEY);

    const late = await open(loginLink(relay));
    await late.getByText('This link was used before').waitFor(patiently);
    expect(late.url()).toBe(`${relay.url}/#/`);
    expect(await late.getByText('it is 123').count()).toBe(1);
  });

  test('signs in with the known word, and is asked for the owner’s where it matters', async () => {
    const page = await open(`${relay.url}/`);
    await page.getByLabel('Password').fill('123');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('navigation', { name: 'Pages' }).waitFor(patiently);
    const saved = exportKeys(page);
    await page.getByLabel('Owner’s password').fill('123');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('This is PASSWORD').waitFor(patiently);
    await page.getByLabel('Owner’s password').fill(ownersPassword(relay));
    await page.getByRole('button', { name: 'Continue' }).click();
    expect(await text(await (await saved).createReadStream())).toContain(KEY);
    // Kept for as long as the tab is open.
    await page.reload();
    await exportKeys(page);
  });
});
