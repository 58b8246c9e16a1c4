/** The end of the browser is nothing that a person has to prepare for. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type FakeGemini, startFakeGemini } from '../../../fake-gemini/server.ts';
import { extensionId, launchWithExtension } from '../../../support/programs/launch.ts';
import { builtExtension } from '../../support/bench.ts';
import { openOwner } from '../../support/owner.ts';
import { type PageServer, startPageServer } from '../../support/page-server.ts';

let [profile, fake, site]: [string, FakeGemini?, PageServer?] = [''];
beforeAll(async () => {
  [profile, fake, site] = await Promise.all([
    mkdtemp(join(tmpdir(), 'hajimi-restart-')),
    startFakeGemini(),
    startPageServer(),
  ]);
});
afterAll(async () => {
  await Promise.all([fake?.close(), site?.close()]);
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
});

async function open() {
  const context = await launchWithExtension(builtExtension, { profile });
  const owner = await openOwner(context, await extensionId(context));
  const api = async (path: string) => JSON.parse((await owner.ask(`/api${path}`)).text);
  return { context, owner, api };
}

test('keys, settings and counts are there after the browser was started anew', async () => {
  const first = await open();
  await first.owner.configure(fake?.url ?? '', ['AIzaSyRESTART_ONE', 'AIzaSyRESTART_TWO'], { maxRetryNum: 7 });
  const page = await first.context.newPage();
  await page.goto(site?.add('') ?? '');
  const status = await page.evaluate(async () => {
    const body = JSON.stringify({ model: 'gemini-2.5-flash', messages: [{ role: 'user', content: 'hello' }] });
    return (await fetch('https://hajimi.invalid/v1/chat/completions', { method: 'POST', body })).status;
  });
  expect(status).toBe(200);
  const [keys, settings] = [await first.api('/keys'), await first.api('/settings')];
  expect(keys.map(({ requestsToday }: { requestsToday: number }) => requestsToday).sort()).toEqual([0, 1]);
  // Counts are written a moment later, in batches.
  const own = await first.owner.openPage();
  await vi.waitFor(async () => expect(await own.evaluate(storedCounts)).toBeGreaterThan(0), 20_000);
  await first.context.close();

  const second = await open();
  expect(await second.api('/keys')).toEqual(keys);
  expect(await second.api('/settings')).toEqual(settings);
  await second.context.close();
}, 90_000);

/** Runs in a page of the extension. */
function storedCounts(): Promise<number> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('hajimi');
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const counting = opening.result.transaction('counters').objectStore('counters').count();
      counting.onerror = () => reject(counting.error);
      counting.onsuccess = () => {
        opening.result.close();
        resolve(counting.result);
      };
    };
  });
}
