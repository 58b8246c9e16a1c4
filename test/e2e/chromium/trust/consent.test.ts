/** A person's consent to single sites: given, limited, taken back; and what all other sites can tell of it: nothing. */
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type ConsentBench, startConsentBench } from '../../support/consent-bench.ts';
import { axeFaults, cutTexts, unreachable } from '../../support/looks.ts';

let bench: ConsentBench;
beforeAll(async () => {
  bench = await startConsentBench();
});
afterEach(async () => {
  for (const origin of [bench.chat, bench.other]) await bench.revoke(origin);
  await bench.allow(bench.local);
  bench.fake.reset();
  for (const page of bench.context.pages().slice(2)) await page.close();
});
afterAll(() => bench?.close());

/** A loaded machine is no reason to fail. */
const patiently = { timeout: 20_000 };

/** As on a machine without the extension. */
const absent = 'TypeError: Failed to fetch';

/** What a page gets for a GET of the health check. */
const health = (page: Page) =>
  page.evaluate(() => fetch('https://hajimi.invalid/health').then(({ status }) => status, String));

/** What a page gets for a chat: status and, where it failed, the error. */
const chat = (page: Page, model = 'gemini-2.5-flash', url = 'https://hajimi.invalid/v1/chat/completions') =>
  page.evaluate(
    async ([model, url = '']) => {
      const body = JSON.stringify({ model, messages: [{ role: 'user', content: `${Math.random()}` }] });
      const response = await fetch(url, { method: 'POST', body }).catch(String);
      if (typeof response === 'string') return { status: 0, code: response, message: '' };
      const { error } = await response.json();
      return { status: response.status, code: error?.code, message: error?.message, url: response.url };
    },
    [model, url],
  );

/** Whether anything on this page takes what the page script offers its bridge. */
const hasBridge = (page: Page) =>
  page.evaluate(() => !document.dispatchEvent(new MessageEvent('hajimi:offer', { cancelable: true })));

/** What axe objects to, in both themes. */
async function faultsOf(page: Page): Promise<string[]> {
  // A colour on its way to another one is neither.
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'light' });
  const faults = [...(await axeFaults(page)), ...(await unreachable(page))];
  await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'dark' });
  return [...faults, ...(await axeFaults(page, ['color-contrast']))];
}

const report = `<script>
  fetch('https://hajimi.invalid/health').then(({ status }) => status, String).then((seen) => {
    document.documentElement.dataset.seen = seen;
    parent.postMessage(seen, '*');
  });
</script>`;
const reported = async (page: Page) => {
  await page.locator('html[data-seen]').waitFor();
  return page.locator('html').getAttribute('data-seen');
};

test('a site that nobody allowed has no bridge and no answer, and patched nothing', async () => {
  const page = await bench.open(bench.chat, report);
  expect(await reported(page)).toBe(absent);
  expect(await hasBridge(page)).toBe(false);
  expect(await page.evaluate(() => Object.getOwnPropertyNames(window).filter((name) => /hajimi/i.test(name)))).toEqual(
    [],
  );
});

test('a site that is allowed is answered: at once where it is open, and from its first script when it is loaded', async () => {
  const open = await bench.open(bench.chat);
  expect(await health(open)).toBe(absent);
  await bench.allow(bench.chat);
  expect(await health(open)).toBe(200);
  const later = await bench.open(bench.chat, report);
  expect(await reported(later)).toBe('200');
  expect((await chat(later)).status).toBe(200);
  expect(await health(await bench.open(bench.other))).toBe(absent);
});

test('a frame of another site is refused in an allowed page, and answered in any page once it is allowed itself', async () => {
  const framed = (origin: string) => `<script>
    addEventListener('message', ({ data }) => { document.documentElement.dataset.seen = data; });
  </script><iframe src="${bench.add(origin, report)}"></iframe>`;
  await bench.allow(bench.chat);
  expect(await reported(await bench.open(bench.chat, framed(bench.other)))).toBe(absent);
  await bench.revoke(bench.chat);
  await bench.allow(bench.other);
  expect(await reported(await bench.open(bench.chat, framed(bench.other)))).toBe('200');
});

test('a sandboxed frame of an allowed page is refused', async () => {
  await bench.allow(bench.chat);
  const page = await bench.open(
    bench.chat,
    `<script>addEventListener('message', ({ data }) => { document.documentElement.dataset.seen = data; });</script>
     <iframe sandbox="allow-scripts" srcdoc="${report.replaceAll('"', '&quot;')}"></iframe>`,
  );
  expect(await reported(page)).toBe(absent);
});

test('revoking ends it for pages that are open, breaks off what they read, and leaves nothing in later ones', async () => {
  await bench.allow(bench.chat);
  const page = await bench.open(bench.chat);
  bench.fake.script({}, { text: ['begin', 'never'], gap: { at: 1, ms: 60_000 } });
  const reading = page.evaluate(async () => {
    const body = JSON.stringify({
      model: 'gemini-2.5-flash',
      stream: true,
      messages: [{ role: 'user', content: 'x' }],
    });
    const response = await fetch('https://hajimi.invalid/v1/chat/completions', { method: 'POST', body });
    document.documentElement.dataset.seen = `${response.status}`;
    return response.text().catch(String);
  });
  expect(await reported(page)).toBe('200');
  await bench.revoke(bench.chat);
  expect(await reading).toContain('TypeError');
  expect(await health(page)).toBe(absent);
  const later = await bench.open(bench.chat, report);
  expect([await reported(later), await hasBridge(later)]).toEqual([absent, false]);
});

/** Whether anything tells this page of Hajimi: the bridge, or a function that another realm prints otherwise than as native. */
const telltales = (page: Page) =>
  page.evaluate(() => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const print = Reflect.get(frame.contentWindow ?? {}, 'Function').prototype.toString;
    const patched = [fetch, EventSource, XMLHttpRequest.prototype.send, Function.prototype.toString].filter(
      (native) => !print.call(native).includes(`function ${native.name}(`),
    );
    const isTaken = !document.dispatchEvent(new MessageEvent('hajimi:offer', { cancelable: true }));
    const isThere = !document.dispatchEvent(new Event('hajimi:page', { cancelable: true }));
    frame.remove();
    return [...patched.map(({ name }) => name), ...(isTaken ? ['bridge'] : []), ...(isThere ? ['page script'] : [])];
  });

test('a page on another port of an allowed host cannot tell that there is anything', async () => {
  await bench.allow(bench.chat);
  expect(await telltales(await bench.open(bench.chat))).toContain('fetch');
  expect(await telltales(await bench.openElsewhere('chat.example'))).toEqual([]);
});

test('pages of this computer cannot tell either while none of them may, but for one that was allowed by name', async () => {
  const allowLocal = (value: boolean) => bench.owner.configure(bench.fake.url, [], { allowLocalPages: value });
  const other = () => bench.openElsewhere('localhost');
  expect(await telltales(await other())).toContain('fetch');
  await bench.revoke(bench.local);
  await expect.poll(async () => telltales(await bench.open(bench.local))).toEqual([]);
  await allowLocal(false);
  await expect.poll(async () => telltales(await other()), patiently).toEqual([]);
  expect(await telltales(await bench.open(bench.local))).toEqual([]);
  await bench.allow(bench.local);
  expect(await health(await bench.open(bench.local))).toBe(200);
  const open = await other();
  expect(await telltales(open)).toEqual([]);
  await allowLocal(true);
  // What is open gets the scripts at once.
  await expect.poll(() => health(open), patiently).toBe(200);
});

test('a page of this computer may by itself, until it is switched off', async () => {
  const page = await bench.open(bench.local);
  expect(await health(page)).toBe(200);
  await bench.revoke(bench.local);
  expect(await health(page)).toBe(absent);
  await bench.allow(bench.local);
  expect(await health(page)).toBe(200);
});

test('a site has its own budget and its own models', async () => {
  const limited = bench.site('limited');
  await bench.allow(limited, { requestsPerDay: 1, models: ['*-flash'] });
  await bench.allow(bench.other);
  const page = await bench.open(limited);
  const listed = await page.evaluate(async () => (await fetch('https://hajimi.invalid/v1/models')).text());
  expect(listed).toContain('gemini-2.5-flash"');
  expect(listed).not.toContain('gemini-2.5-pro');
  expect(await chat(page)).toMatchObject({ status: 200 });
  const spent = await chat(page);
  expect(spent).toMatchObject({ status: 429, code: 'rate_limit_exceeded' });
  expect(spent.message).toContain(limited);
  await bench.allow(limited, { requestsPerDay: 0 });
  const refused = await chat(page, 'gemini-2.5-pro');
  expect(refused).toMatchObject({ status: 404, code: 'model_not_found' });
  expect(refused.message).toContain(limited);
  expect((await chat(await bench.open(bench.other), 'gemini-2.5-pro')).status).toBe(200);
});

describe('take-over', () => {
  const openAI = 'https://api.openai.com/v1/chat/completions';
  const google = 'https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-flash:generateContent';

  test('answers what the site asks OpenAI and Google, and nobody is reached', async () => {
    await bench.allow(bench.chat, { takeOver: true });
    const page = await bench.open(bench.chat);
    const before = bench.reached();
    expect(await chat(page, 'gpt-4o', openAI)).toMatchObject({ status: 200, url: openAI });
    const asked = await page.evaluate(async (url) => {
      const body = JSON.stringify({ contents: [{ role: 'user', parts: [{ text: 'x' }] }] });
      const { status } = await fetch(url, { method: 'POST', headers: { 'x-goog-api-key': 'own' }, body });
      const xhr = new XMLHttpRequest();
      xhr.open('GET', 'https://api.openai.com/v1/models');
      const loaded = new Promise((resolve) => {
        xhr.onloadend = resolve;
      });
      xhr.send();
      await loaded;
      return [status, xhr.status, xhr.responseURL];
    }, google);
    expect(asked).toEqual([200, 200, 'https://api.openai.com/v1/models']);
    expect(bench.reached()).toBe(before);
    // The page's own key goes nowhere.
    expect(JSON.stringify(bench.fake.requests)).not.toContain('"own"');
  });

  test('is the site’s alone, and ends with it; all else is asked of whom it was meant for', async () => {
    await bench.allow(bench.chat, { takeOver: true });
    await bench.allow(bench.other);
    const untouched = await bench.open(bench.other);
    const before = bench.reached();
    expect((await chat(untouched, 'gpt-4o', openAI)).code).toBe(absent);
    expect(bench.reached()).toBeGreaterThan(before);
    const page = await bench.open(bench.chat);
    const elsewhere = bench.reached();
    expect((await chat(page, 'gpt-4o', 'https://api.openai.com/dashboard')).code).toBe(absent);
    expect(bench.reached()).toBeGreaterThan(elsewhere);
    expect((await chat(page, 'gpt-4o', openAI)).status).toBe(200);
    await bench.allow(bench.chat, { takeOver: false });
    const off = bench.reached();
    expect((await chat(page, 'gpt-4o', openAI)).code).toBe(absent);
    expect(bench.reached()).toBeGreaterThan(off);
    expect(await health(page)).toBe(200);
  });

  test('also on a page of this computer', async () => {
    await bench.allow(bench.local, { takeOver: true });
    const page = await bench.open(bench.local);
    expect((await chat(page, 'gpt-4o', openAI)).status).toBe(200);
    expect(await health(page)).toBe(200);
    await bench.allow(bench.local, { takeOver: false });
  });
});

describe('the popup of the toolbar button', () => {
  /** The popup as a tab in the background: the page that it is about is the one in front. */
  async function openPopup(about: Page): Promise<Page> {
    const popup = await bench.context.newPage();
    await popup.goto(`${bench.extension}/options/popup.html`);
    await about.bringToFront();
    await popup.reload();
    await popup.getByText('Requests today').waitFor();
    return popup;
  }

  test('allows the page that is open, takes over its calls, and ends both', async () => {
    const page = await bench.open(bench.chat);
    const popup = await openPopup(page);
    await popup.getByText(new URL(bench.chat).host, { exact: true }).waitFor();
    const use = popup.getByRole('switch', { name: 'Use Hajimi on this site' });
    expect(await use.isChecked()).toBe(false);
    await use.click();
    const takeOver = popup.getByRole('switch', { name: 'Take over calls to OpenAI and Google' });
    await takeOver.click();
    await popup.getByRole('button', { name: 'Reload the page' }).waitFor();
    await expect.poll(() => health(page), patiently).toBe(200);
    await expect
      .poll(async () => (await chat(page, 'gpt-4o', 'https://api.openai.com/v1/chat/completions')).status, patiently)
      .toBe(200);
    await use.click();
    await takeOver.waitFor({ state: 'detached' });
    await expect.poll(() => health(page), patiently).toBe(absent);
  });

  test('tells what went wrong last, and that a page of the browser is no site', async () => {
    bench.fake.script({}, { error: 'bad-request', message: 'no such voice' });
    const page = await bench.open(bench.local);
    await chat(page);
    const popup = await openPopup(page);
    await popup.getByText('no such voice').waitFor();
    await popup.setViewportSize({ width: 352, height: 600 });
    expect([...(await faultsOf(popup)), ...(await cutTexts(popup))]).toEqual([]);
    expect(await popup.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(352);
    await page.goto('about:blank');
    await popup.reload();
    await popup.getByText('This is not a page of the web').waitFor();
  }, 60_000);
});

test('the page "Sites" allows a site by its address, limits it and revokes it', async () => {
  const options = await bench.context.newPage();
  await options.goto(`${bench.extension}/options/index.html#/sites`);
  const address = options.getByLabel('Address of a site');
  await address.fill('nonsense://');
  await options.getByRole('button', { name: 'Allow', exact: true }).click();
  await options.getByText('That is not the address of a web site.').waitFor();
  await address.fill(`${bench.chat}/some/page`);
  await options.getByRole('button', { name: 'Allow', exact: true }).click();
  await options.getByRole('heading', { name: bench.chat }).waitFor();
  const page = await bench.open(bench.chat);
  expect(await health(page)).toBe(200);

  const row = options.getByRole('listitem').filter({ hasText: bench.chat });
  await row.getByText('Limits').click();
  await row.getByLabel('Models').fill('*-flash');
  await row.getByRole('button', { name: 'Save', exact: true }).click();
  await row.getByText('Saved').waitFor();
  expect(await faultsOf(options)).toEqual([]);
  expect((await chat(page, 'gemini-2.5-pro')).status).toBe(404);

  await options.getByRole('button', { name: `Revoke ${bench.chat}` }).click();
  await options.getByRole('heading', { name: bench.chat }).waitFor({ state: 'detached' });
  expect(await health(page)).toBe(absent);
}, 60_000);
