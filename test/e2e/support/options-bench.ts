import { type BrowserContext, chromium, type Page } from 'playwright';
import { type FakeGemini, startFakeGemini } from '../../fake-gemini/server.ts';
import { findBrowser } from '../../support/programs/browser.ts';
import { browserArgs, extensionId, launchWithExtension } from '../../support/programs/launch.ts';
import { startBuiltRelay } from '../../support/relay.ts';
import { builtExtension } from './bench.ts';
import { openOwner } from './owner.ts';

/** The config page as a person has it in one of the shells, without keys, over a fake upstream. */
export interface OptionsBench {
  readonly page: Page;
  readonly fake: FakeGemini;
  /** What the browser complained of so far: a blocked resource, an uncaught error. */
  readonly complaints: readonly string[];
  /** Calls `/api` as the page does. */
  api(method: string, path: string, body?: unknown): Promise<unknown>;
  /** The status of a chat that is asked for over the network with this password; only in the relay. */
  chat(model: string, password: string): Promise<number>;
  /** Shows another page of the config page, such as `keys`. */
  go(place: string): Promise<void>;
  /** Forgets keys and log. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

type Api = OptionsBench['api'];

const password = 'page-password';

export async function openOptions(shell: 'extension' | 'relay'): Promise<OptionsBench> {
  const fake = await startFakeGemini();
  const { context, url, api, chat, end } = await (shell === 'extension' ? inExtension(fake.url) : inRelay(fake.url));
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/Content.Security.Policy/i.test(message.text())) complaints.push(message.text());
  });
  await page.goto(url);
  await page.locator('h1').waitFor();
  if (shell === 'relay') {
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('navigation', { name: 'Pages' }).waitFor();
  }
  return {
    page,
    fake,
    complaints,
    api,
    chat,
    async go(place) {
      await page.goto(`${url}#/${place}`);
      await page.locator('.loading').waitFor({ state: 'detached' });
    },
    async reset() {
      fake.reset();
      const keys = (await api('GET', '/keys')) as ReadonlyArray<{ id: string }>;
      await api('POST', '/keys/remove', { ids: keys.map(({ id }) => id) });
      await api('POST', '/keys/erase', {});
      await api('DELETE', '/log');
      await page.goto('about:blank');
    },
    async close() {
      await context.close();
      await Promise.all([end(), fake.close()]);
    },
  };
}

interface Opened {
  readonly context: BrowserContext;
  readonly url: string;
  readonly api: Api;
  readonly chat: OptionsBench['chat'];
  end(): Promise<void>;
}

async function inExtension(upstream: string): Promise<Opened> {
  const context = await launchWithExtension(builtExtension, { locale: 'en-US' });
  const id = await extensionId(context);
  const owner = await openOwner(context, id);
  await owner.configure(upstream, []);
  return {
    context,
    url: `chrome-extension://${id}/options/index.html`,
    async api(method, path, body) {
      const { text } = await owner.ask(`/api${path}`, {
        method,
        ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      });
      return text === '' ? undefined : JSON.parse(text);
    },
    chat: async () => {
      throw new Error('no password opens the extension');
    },
    end: async () => undefined,
  };
}

async function inRelay(upstream: string): Promise<Opened> {
  const relay = await startBuiltRelay({
    PASSWORD: 'another-password',
    WEB_PASSWORD: password,
    GEMINI_BASE_URL: upstream,
  });
  const browser = await chromium.launch({ executablePath: await findBrowser(), args: browserArgs() });
  return {
    context: await browser.newContext({ locale: 'en-US' }),
    url: `${relay.url}/`,
    async api(method, path, body) {
      const response = await fetch(`${relay.url}/api${path}`, {
        method,
        headers: { authorization: `Bearer ${password}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return text === '' ? undefined : JSON.parse(text);
    },
    async chat(model, shown) {
      const response = await fetch(`${relay.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${shown}`, 'content-type': 'application/json' },
        body: JSON.stringify({ model, messages: [{ role: 'user', content: 'hello' }] }),
      });
      await response.text();
      return response.status;
    },
    async end() {
      await browser.close();
      await relay.stop();
    },
  };
}
