/** Whoever looks for why a message failed comes late: the browser has stopped the worker by then. */
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startPageServer } from '../../e2e/support/page-server.ts';
import { startFakeGemini } from '../../fake-gemini/server.ts';
import { openUnattached, untilAnswered } from '../support/unattached.ts';

/** Browsers stop a worker after 30 s without an event. */
const silence = 55_000;

test('three chats that failed are in the log 55 s later, with nothing attached to the worker meanwhile', async () => {
  const [fake, site] = await Promise.all([startFakeGemini(), startPageServer()]);
  fake.script({}, { error: 'overloaded' });
  const reported = new Promise<readonly number[]>((resolve) => {
    site.on('/report', (request, response) => {
      response.end();
      void text(request).then((body) => resolve(JSON.parse(body)));
    });
  });
  const page = site.add(`<script type="module">
    ${untilAnswered}
    const statuses = [];
    for (const n of [1, 2, 3]) {
      const messages = [{ role: 'user', content: 'question ' + n }];
      const body = JSON.stringify({ model: 'gemini-2.5-flash', messages });
      statuses.push((await fetch('https://hajimi.invalid/v1/chat/completions', { method: 'POST', body })).status);
    }
    await fetch('/report', { method: 'POST', body: JSON.stringify(statuses) });
  </script>`);
  const browser = await openUnattached(page, { url: fake.url, keys: ['AIzaSyLATE_ONE', 'AIzaSyLATE_TWO'] });
  try {
    const statuses = await reported;
    expect(statuses).toHaveLength(3);
    expect(Math.min(...statuses)).toBeGreaterThanOrEqual(500);
    await sleep(silence);
    expect(await browser.workers()).toEqual([]);

    const config = await (await browser.attach()).newPage();
    await config.goto(`chrome-extension://${browser.extensionId}/options/index.html#/log`);
    const rows = config.locator('.records li');
    await rows.nth(2).waitFor();
    expect(await rows.count()).toBe(3);
    for (const row of await rows.all()) expect(await row.textContent()).toMatch(/gemini-2\.5-flash[\s\S]*503/);
    await config.goto(`chrome-extension://${browser.extensionId}/options/popup.html`);
    await config.locator('.notice.bad .words').waitFor();
  } finally {
    await browser.close();
    await Promise.all([fake.close(), site.close()]);
  }
});
