/**
 * The config page over 5,000 keys while 20 requests a second come in: `npm run bench:page` (`-- --seconds 600` for the
 * time to sit idle on each page, default 60; `-- --rate 20`; `-- --pages keys,log`; `-- --at-once` for all of them in tabs
 * of one browser at the same time). Absolute figures are this machine's.
 */
import { parseArgs } from 'node:util';
import { type BrowserContext, type CDPSession, chromium, type Page } from 'playwright';
import { findBrowser } from '../../support/programs/browser.ts';
import { browserArgs } from '../../support/programs/launch.ts';
import { median, short, table } from './figures.ts';
import { genKeys } from './programs/gen-keys.mjs';
import { type Server, startMock, startRelay } from './servers.ts';

const { values: options } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    rate: { type: 'string', default: '20' },
    pages: { type: 'string', default: 'home,keys,usage,log' },
    'at-once': { type: 'boolean', default: false },
  },
});
const password = 'bench-password';
const headers = { authorization: `Bearer ${password}`, 'content-type': 'application/json' };
const loads = 5;
/** How often the heap is measured while a page sits, besides at its beginning: whether it grows for ever is seen so. */
const looks = 4;

const upstream = await startMock();
const relay = await startRelay(upstream.url, [], { ENABLE_STORAGE: 'false' });
const browser = await chromium.launch({
  executablePath: await findBrowser(),
  args: [...browserArgs(), '--enable-precise-memory-info'],
});
try {
  await addKeys(relay, 5000);
  const stop = keepAsking(relay, Number(options.rate));
  const context = await browser.newContext();
  await context.addInitScript((word) => sessionStorage.setItem('hajimi.password', word), password);
  process.stdout.write(`${await statusCost(relay)}\n`);
  const rows: string[][] = [];
  const pages = options.pages.split(',');
  if (options['at-once']) rows.push(...(await Promise.all(pages.map((place) => lookAt(context, place)))));
  else for (const place of pages) rows.push(await lookAt(context, place));
  process.stdout.write(`${table(['page', 'first paint, ms', 'long tasks', 'longest, ms', 'heap, MiB'], rows)}\n`);
  stop();
} finally {
  await browser.close();
  await Promise.all([relay.stop(), upstream.stop()]);
}

async function addKeys({ url }: Server, count: number): Promise<void> {
  const text = genKeys(count, count).join('\n');
  const response = await fetch(`${url}/api/keys`, { method: 'POST', headers, body: JSON.stringify({ text }) });
  if (!response.ok) throw new Error(`the keys were refused: ${await response.text()}`);
}

/** Asks so many times a second until it is stopped. */
function keepAsking({ url }: Server, rate: number): () => void {
  const body = JSON.stringify({ model: 'gemini-2.5-flash', messages: [{ role: 'user', content: 'hello' }] });
  const ask = async () => {
    // A new question each time: the relay would answer the same one from its cache.
    const response = await fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { ...headers, 'cache-control': 'no-cache' },
      body,
    });
    await response.arrayBuffer();
  };
  const timer = setInterval(() => void ask().catch(() => undefined), 1000 / rate);
  return () => clearInterval(timer);
}

async function statusCost({ url }: Server): Promise<string> {
  const times: number[] = [];
  let bytes = 0;
  for (let n = 0; n < 30; n++) {
    const began = performance.now();
    const response = await fetch(`${url}/api/status`, { headers });
    bytes = (await response.arrayBuffer()).byteLength;
    times.push(performance.now() - began);
  }
  return `GET /api/status: ${short(median(times))} ms, ${bytes} bytes`;
}

/** Loads the page some times, then sits on it. */
async function lookAt(context: BrowserContext, place: string): Promise<string[]> {
  const paints: number[] = [];
  for (let n = 1; n < loads; n++) {
    const { page, paint } = await load(context, place);
    paints.push(paint);
    await page.close();
  }
  const { page, paint } = await load(context, place);
  const cdp = await context.newCDPSession(page);
  const heaps = [await heap(cdp)];
  await page.evaluate(() => {
    const tasks: number[] = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.push(duration);
    }).observe({ type: 'longtask' });
    Object.assign(globalThis, { tasks });
  });
  for (let look = 0; look < looks; look++) {
    await page.waitForTimeout((Number(options.seconds) * 1000) / looks);
    heaps.push(await heap(cdp));
  }
  const tasks = await page.evaluate(() => (globalThis as unknown as { tasks: number[] }).tasks);
  await page.close();
  return [
    place,
    short(median([...paints, paint])),
    String(tasks.length),
    short(Math.max(0, ...tasks)),
    heaps.map(short).join(' '),
  ];
}

/** A page in a tab of its own, when everything on it is there. @returns with it the ms to the first paint with content. */
async function load(context: BrowserContext, place: string): Promise<{ page: Page; paint: number }> {
  const page = await context.newPage();
  await page.goto(`${relay.url}/#/${place}`);
  await page.locator('h1').waitFor();
  await page.locator('.loading').waitFor({ state: 'detached' });
  const paint = await page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
  );
  return { page, paint };
}

/** MiB in use after garbage was collected. */
async function heap(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  return usedSize / 2 ** 20;
}
