/** What a page of another site can make the browser ask of a relay whose password everybody knows. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FakeGemini, startFakeGemini } from '../../../fake-gemini/server.ts';
import { findBrowser } from '../../../support/programs/browser.ts';
import { browserArgs } from '../../../support/programs/launch.ts';
import { type RelayProcess, startBuiltRelay } from '../../../support/relay.ts';

let fake: FakeGemini;
let relay: RelayProcess;
let sites: Server;
let browser: Browser;
let page: Page;
const site = (name: string) => `http://${name}:${(sites.address() as AddressInfo).port}/`;

beforeAll(async () => {
  fake = await startFakeGemini();
  sites = createServer((_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>another site</title>'),
  );
  await new Promise<void>((resolve) => sites.listen(0, '127.0.0.1', resolve));
  relay = await startBuiltRelay({
    PASSWORD: '123',
    GEMINI_BASE_URL: fake.url,
    GEMINI_API_KEYS: 'AIzaSyCROSS_SITE_0123456789',
    ALLOWED_ORIGINS: site('friend.example').replace(/\/$/, ''),
  });
  browser = await chromium.launch({
    executablePath: await findBrowser(),
    args: [
      ...browserArgs(),
      '--host-resolver-rules=MAP evil.example 127.0.0.1, MAP friend.example 127.0.0.1',
      // Whether a person is asked before a site reaches this computer is another matter: here it was let.
      '--disable-features=LocalNetworkAccessChecks',
    ],
  });
  page = await browser.newPage();
});
afterAll(async () => {
  await browser.close();
  await relay.stop();
  await fake.close();
  sites.close();
});
beforeEach(() => fake.reset());

/** What a tag of this kind comes to, and whether the relay's answer was read by it. */
const tag = (name: 'script' | 'img' | 'iframe', url: string) =>
  page.evaluate(
    async ([name, url]) => {
      const stolen: unknown[] = [];
      Object.assign(window, { steal: (data: unknown) => stolen.push(data) });
      const element = document.createElement(name) as HTMLScriptElement;
      const came = await new Promise<string>((resolve) => {
        element.onload = () => resolve('load');
        element.onerror = () => resolve('error');
        element.src = url;
        document.body.append(element);
      });
      return { came, stolen };
    },
    [name, url] as const,
  );

describe.each(['evil.example', 'friend.example', 'localhost', '127.0.0.1'])('a page of %s', (name) => {
  test('reads nothing by script tag, with the password and a callback in the address', async () => {
    fake.script(
      { when: ({ query }) => 'callback' in query },
      { raw: ['steal({"secret":1})'], contentType: 'text/javascript' },
    );
    await page.goto(site(name));
    for (const path of ['/gemini/v1beta/corpora?key=123&callback=steal', '/v1/models?key=123&callback=steal']) {
      expect(await tag('script', relay.url + path)).toEqual({ came: 'error', stolen: [] });
    }
    expect((await tag('img', `${relay.url}/gemini/v1beta/files?key=123`)).came).toBe('error');
    await tag('iframe', `${relay.url}/gemini/v1beta/files?key=123`);
    expect(fake.requests).toEqual([]);
  });

  test('asks by fetch where its origin is allowed, and sends nothing on otherwise', async () => {
    await page.goto(site(name));
    const answer = await page.evaluate(
      (url) => fetch(url).then((response) => response.status, String),
      `${relay.url}/v1/models?key=123`,
    );
    expect(answer).toEqual(name === 'friend.example' ? 200 : expect.stringContaining('TypeError'));
    expect(fake.requests.length).toBe(name === 'friend.example' ? 1 : 0);
  });

  test('may link to the config page, whose files then come', async () => {
    await page.goto(site(name));
    await page.evaluate((url) => {
      const link = document.createElement('a');
      link.href = url;
      link.textContent = 'the relay';
      document.body.append(link);
    }, `${relay.url}/`);
    await page.getByText('the relay').click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
  });
});
